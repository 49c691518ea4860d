import pg from 'pg'
import { startEphemeralPostgres, type EphemeralPostgres } from './ephemeral-postgres.js'
import { migrate } from '@cloudpa/local/migrate'
import type { Durability } from '@cloudpa/local/postgres-cluster'

/** A server that a test may stop and start under the product's feet. */
export interface PrivatePostgres extends Omit<EphemeralPostgres, 'url'> {
  /** Its one database, with all migrations applied. */
  url: string
}

/**
 * Starts a PostgreSQL for one test alone.
 * @param durability a test needs none; what measures speed must pay for it as production does
 */
export async function startPrivatePostgres(durability?: Durability): Promise<PrivatePostgres> {
  const postgres = await startEphemeralPostgres(durability)
  const url = postgres.url('cloudpa')
  const admin = new pg.Client({ connectionString: postgres.url('postgres') })
  await admin.connect()
  await admin.query('CREATE DATABASE cloudpa')
  await admin.end()
  await migrate(url, {})
  const { start, stop, remove } = postgres
  return { url, start, stop, remove }
}
