import { Prisma } from '@cloudpa/db'

/** Whether a write failed because a unique index has its key already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}
