import { AsyncLocalStorage } from 'node:async_hooks'
import { askInScope, type Statement } from './ask-in-scope.js'
import { PrismaClient, type Prisma } from './generated/prisma/client.js'
import { connectionTimeoutMs, createPool, sessionLimits, type PoolOptions } from './pool.js'
import { schemaOf } from './schema.js'
import { tenantRole } from './roles.js'
import { scopeOfOrg, scopeOfOrgs } from './scope.js'
import { scopedAdapter, type Scope } from './scoped-pg.js'

/** A transaction, and the only way to ask anything within one. */
export type Tx = Prisma.TransactionClient
type Work<T> = (tx: Tx) => Promise<T>

/** How long a transaction may take, in milliseconds, and each of its statements, where that is less than those may. */
export interface WorkLimits {
  timeoutMs?: number
}

/** The way to the rows of orgs. Whoever comes through it sees those of the orgs they name, and no others. */
export interface Door {
  /**
   * Does some work in one org, all or nothing. Every query in it sees and changes rows of that org only.
   * @throws what the work throws, and the driver's error when the database is the trouble
   */
  forOrg<T>(orgId: string, work: Work<T>, limits?: WorkLimits): Promise<T>
  /** The same to read only; its answer does not wait for the end of the transaction. */
  readOrg<T>(orgId: string, work: Work<T>, limits?: WorkLimits): Promise<T>
  /** The same in several orgs at once, for work that comes in batches. */
  forOrgs<T>(orgIds: Iterable<string>, work: Work<T>, limits?: WorkLimits): Promise<T>
  /**
   * Asks one statement of several orgs, to read only, at a small part of the cost of a transaction. Its rows are as the
   * driver reads them.
   */
  askOrgs<T extends object>(orgIds: Iterable<string>, statement: Statement): Promise<T[]>
  /** The same of one org, by several statements that need nothing of each other; rows of each, in their order. */
  askOrg<T extends object[]>(
    orgId: string,
    statements: { [At in keyof T]: Statement },
    limits?: WorkLimits,
  ): Promise<{ [At in keyof T]: T[At][] }>
  /** Closes all connections, when nothing can ask for them any more. */
  close(): Promise<void>
}

/**
 * Makes the door, with connections of its own: they open in a role that sees no row unless it says of which org, so
 * that whatever escapes a transaction finds nothing.
 */
export function createDoor(options: Omit<PoolOptions, 'role' | 'pipeline'>): Door {
  const scopes = new AsyncLocalStorage<Scope>()
  const pool = createPool({ ...options, role: tenantRole, pipeline: true })
  const prisma = new PrismaClient({
    adapter: scopedAdapter(pool, scopes, schemaOf(options.url)),
    // Prisma's own two seconds would refuse reads that only wait for their connection.
    transactionOptions: { maxWait: connectionTimeoutMs, timeout: sessionLimits.statement_timeout },
  })

  const run = <T>(scope: Scope, work: Work<T>, { timeoutMs }: WorkLimits = {}): Promise<T> => {
    if (timeoutMs === undefined) return scopes.run(scope, () => prisma.$transaction(work))
    // Prisma only begins no further statement: the server ends the one that is under way.
    const settings = limited(scope.settings, timeoutMs)
    return scopes.run({ ...scope, settings }, () => prisma.$transaction(work, { timeout: timeoutMs }))
  }

  return {
    forOrg: async (orgId, work, limits) =>
      run({ settings: scopeOfOrg(orgId), readOnly: false }, work, limits),
    readOrg: async (orgId, work, limits) =>
      run({ settings: scopeOfOrg(orgId), readOnly: true }, work, limits),
    forOrgs: async (orgIds, work, limits) =>
      run({ settings: scopeOfOrgs(orgIds), readOnly: false }, work, limits),
    askOrgs: async <T extends object>(orgIds: Iterable<string>, statement: Statement) =>
      (await askInScope<[T]>(pool, scopeOfOrgs(orgIds), [statement]))[0],
    askOrg: async (orgId, statements, { timeoutMs } = {}) =>
      askInScope(pool, limited(scopeOfOrg(orgId), timeoutMs), statements),
    close: () => prisma.$disconnect(),
  }
}

const limited = (settings: string, timeoutMs?: number) =>
  timeoutMs === undefined ? settings : `${settings}; SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}`
