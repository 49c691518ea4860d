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

/** A database of a test's own, with all migrations applied. */
export interface TestDatabase {
  url: string
  /** Drops it, whoever is still connected. */
  drop(): Promise<void>
}

/** Makes an empty, migrated database on the server that `npm test` runs. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await runAsAdmin(`CREATE DATABASE ${name} TEMPLATE ${requireVariable('TEST_TEMPLATE_DATABASE')}`)
  const url = new URL(requireVariable('TEST_DATABASE_URL'))
  url.pathname = `/${name}`
  return { url: url.href, drop: () => runAsAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}
