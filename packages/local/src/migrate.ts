import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { root, toolEnvironment } from '../bin/install.mjs'
import { migrationsFolder, prismaCli } from './entries.js'
import { ReportedError } from './reported-error.js'

/** The schema that holds the queue when it lives in Postgres. */
const queueSchema = 'bullmq'

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    return client
  } catch (error) {
    const { host, pathname } = new URL(url)
    const reason = error instanceof Error ? error.message || 'nobody answers there' : String(error)
    throw new ReportedError(
      `DATABASE_URL: cannot use the database ${pathname.slice(1)} on ${host}: ${reason}`,
    )
  }
}

function listMigrations(): string[] {
  const entries = readdirSync(migrationsFolder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

/** Asks the database itself whether the Prisma CLI, which takes over a second to start, has anything to do. */
async function isUpToDate(client: pg.Client): Promise<boolean> {
  const table = await client.query<{ found: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`,
  )
  if (!table.rows[0]?.found) return false
  const { rows } = await client.query<{ name: string; finished: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  const finished = new Set(rows.map((row) => row.name))
  return rows.every((row) => row.finished) && listMigrations().every((name) => finished.has(name))
}

function deploy(url: string): Promise<void> {
  const child = spawn(process.execPath, [prismaCli, 'migrate', 'deploy'], {
    env: { ...toolEnvironment(), DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk))
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => {
      if (code === 0) done()
      else fail(new ReportedError(`The migration failed:\n${printed.trim()}`))
    })
  })
}

interface Bullmq {
  runMigrations(client: pg.Client, schema: string): Promise<number>
}

/** Brings the queue's tables up to date. BullMQ is the API's dependency: its version there decides. */
async function migrateQueue(client: pg.Client): Promise<void> {
  const resolved = createRequire(join(root, 'apps/api/package.json')).resolve('bullmq')
  const { runMigrations } = (await import(pathToFileURL(resolved).href)) as Bullmq
  await runMigrations(client, queueSchema)
}

/**
 * Brings a database up to date: our tables, and the queue's unless the queue lives in Redis.
 * @returns whether there was anything of ours to apply
 * @throws {ReportedError} when the database cannot be reached or a migration fails
 */
export async function migrate(url: string, { redisUrl }: { redisUrl?: string }): Promise<boolean> {
  const client = await connect(url)
  try {
    const pending = !(await isUpToDate(client))
    if (pending) await deploy(url)
    if (!redisUrl) await migrateQueue(client)
    return pending
  } finally {
    await client.end()
  }
}
