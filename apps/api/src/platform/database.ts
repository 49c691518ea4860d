import { createPrisma, type PrismaClient } from '@cloudpa/db'
import { Inject, Injectable, type OnApplicationShutdown, type Provider } from '@nestjs/common'
import type { Env } from '../env.js'
import { ENV } from './config.js'

/** The one Prisma client of the process: `@InjectPrisma() private readonly prisma: PrismaClient`. */
export const PRISMA = Symbol('PRISMA')
export const InjectPrisma = () => Inject(PRISMA)

/** @throws when no database is configured; the npm commands bring one of their own. */
export function requireDatabaseUrl(env: Env): string {
  if (env.DATABASE_URL) return env.DATABASE_URL
  throw new Error(
    'DATABASE_URL is not set. Start with `npm run …`, which brings a PostgreSQL, or name a server.',
  )
}

export const prismaProvider: Provider = {
  provide: PRISMA,
  inject: [ENV],
  useFactory: (env: Env) => createPrisma({ url: requireDatabaseUrl(env), poolSize: env.DATABASE_POOL }),
}

/** Closes the client last, when nothing can ask for it any more. */
@Injectable()
export class PrismaCloser implements OnApplicationShutdown {
  constructor(@InjectPrisma() private readonly prisma: PrismaClient) {}

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect()
  }
}
