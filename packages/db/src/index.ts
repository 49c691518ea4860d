import { setFlagsFromString } from 'node:v8'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/prisma/client.js'
import { createPool, type PoolOptions } from './pool.js'
import { schemaOf } from './schema.js'
import { statementNameGenerator } from './statement-name.js'

export * from './generated/prisma/client.js'
export type { Statement } from './ask-in-scope.js'
export { createDoor, type Door, type Tx, type WorkLimits } from './door.js'
export { createPool, sessionLimits, type Pool, type PoolOptions } from './pool.js'
export { takingScopeOf } from './scope.js'

// Prisma plans a query in WebAssembly once, and keeps the plan. V8 would optimise that code in the background all the
// same, which takes a third of the processor time of a process's start and makes no request cheaper.
setFlagsFromString('--liftoff-only')

/** A client that sees the rows of every org: for the few places that must cross orgs, which lint names. */
export type SystemClient = PrismaClient

/** Makes a client that owns its connection pool and works as the login of its address; `$disconnect()` closes it all. */
export function createSystem(options: Omit<PoolOptions, 'role' | 'pipeline'>): SystemClient {
  const adapter = new PrismaPg(createPool(options), {
    schema: schemaOf(options.url),
    disposeExternalPool: true,
    statementNameGenerator,
  })
  return new PrismaClient({ adapter })
}
