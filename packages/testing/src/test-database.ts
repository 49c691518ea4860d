import { randomBytes } from 'node:crypto'
import pg from 'pg'

function requireVariable(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run tests with npm test`)
  return value
}

async function runAsAdmin(statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: requireVariable('TEST_DATABASE_URL') })
  await admin.connect()
  try {
    await admin.query(statement)
  } finally {
    await admin.end()
  }
}

/** The other way writes every page into the log too, for a server that others follow, at eight times the time. */
export const copiesFiles = 'FILE_COPY'

/** A database of a test's own, with all migrations applied. */
export interface TestDatabase {
  url: string
  /** Drops it, whoever is still connected. */
  drop(): Promise<void>
}

/** Makes an empty, migrated database on the server that `npm test` runs. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await runAsAdmin(
    `CREATE DATABASE ${name} TEMPLATE ${requireVariable('TEST_TEMPLATE_DATABASE')} STRATEGY ${copiesFiles}`,
  )
  const url = new URL(requireVariable('TEST_DATABASE_URL'))
  url.pathname = `/${name}`
  return { url: url.href, drop: () => runAsAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}
