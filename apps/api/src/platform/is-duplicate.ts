import { codeOf, someSource } from './transient.js'

/** Prisma's code, and PostgreSQL's, which a raw statement's error carries. */
const codes = new Set(['P2002', '23505'])

/** Whether a write failed because a unique index has its key already. */
export function isDuplicate(error: unknown): boolean {
  return someSource(error, (source) => codes.has(codeOf(source)))
}
