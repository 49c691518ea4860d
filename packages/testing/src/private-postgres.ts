import pg from 'pg'
import { startEphemeralPostgres, type EphemeralPostgres } from './ephemeral-postgres.js'
import { migrate } from '@cloudpa/local/migrate'
import { copiesFiles } from './test-database.js'
import type { Durability } from '@cloudpa/local/postgres-cluster'

/** A server that a test may stop and start under the product's feet. */
export interface PrivatePostgres extends Omit<EphemeralPostgres, 'url' | 'copy'> {
  /** Its one database, with all migrations applied. */
  url: string
}

/** The copy that `npm test` makes of its server, in which one database is migrated. Other commands make none. */
function findCopy() {
  const { TEST_CLUSTER_COPY: dir, TEST_DATABASE_URL: url, TEST_TEMPLATE_DATABASE: database } = process.env
  return dir && url && database ? { dir, password: new URL(url).password, database } : undefined
}

/**
 * Starts a PostgreSQL for one test alone.
 * @param durability a test needs none; what measures speed must pay for it as production does
 */
export async function startPrivatePostgres(durability?: Durability): Promise<PrivatePostgres> {
  const from = findCopy()
  const postgres = await startEphemeralPostgres(durability, from)
  const url = postgres.url('cloudpa')
  const admin = new pg.Client({ connectionString: postgres.url('postgres') })
  await admin.connect()
  await admin.query(
    `CREATE DATABASE cloudpa TEMPLATE ${from?.database ?? 'template1'} STRATEGY ${copiesFiles}`,
  )
  await admin.end()
  if (!from) await migrate(url, {})
  const { start, stop, remove } = postgres
  return { url, start, stop, remove }
}
