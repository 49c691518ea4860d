import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { root, toolEnvironment } from '../bin/install.mjs'
import { prismaCli } from './entries.js'
import { ReportedError } from './reported-error.js'

/** The schema that holds the queue when it lives in Postgres. */
const queueSchema = 'bullmq'

interface Schema {
  connectionOptions(url: string): pg.ClientConfig
  findSchemaFault(
    ask: <T>(sql: string) => Promise<T[]>,
  ): Promise<{ kind: 'behind' | 'unfinished' | 'ahead' | 'other-text'; message: string } | undefined>
}

interface Roles {
  findRoleFaultBeforeMigration(ask: <T>(sql: string) => Promise<T[]>): Promise<string | undefined>
}

interface Bullmq {
  runMigrations(client: pg.Client, schema: string): Promise<number>
}

/** Loads what the API depends on: its versions decide, and packages do not depend on apps. */
async function importAsApi<T>(name: string): Promise<T> {
  const path = createRequire(join(root, 'apps/api/package.json')).resolve(name)
  return (await import(pathToFileURL(path).href)) as T
}

async function connect(url: string, options: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...options, connectionTimeoutMillis: 10_000 })
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

/** Brings the queue's tables up to date. */
async function migrateQueue(client: pg.Client): Promise<void> {
  const { runMigrations } = await importAsApi<Bullmq>('bullmq')
  try {
    await runMigrations(client, queueSchema)
  } catch (error) {
    throw new ReportedError(
      `The queue's tables can't be brought up to date: ${(error as Error).message}\n` +
        'If a newer version has used them, start that one, or restore the backup that was made before it.',
    )
  }
}

/**
 * Brings a database up to date: our tables, and the queue's unless the queue lives in Redis.
 * @returns whether there was anything of ours to apply
 * @throws {ReportedError} when the database cannot be reached, a migration fails or failed before, or the database was
 *   made by a newer version or an unreleased build
 */
export async function migrate(url: string, { redisUrl }: { redisUrl?: string }): Promise<boolean> {
  const { connectionOptions, findSchemaFault } = await importAsApi<Schema>('@cloudpa/db/schema')
  const client = await connect(url, connectionOptions(url))
  try {
    // Asked first, because the Prisma CLI takes over a second to start.
    const ask = async <T>(sql: string) => (await client.query(sql)).rows as T[]
    const fault = await findSchemaFault(ask)
    if (fault?.kind === 'behind') {
      // Asked before, because a migration that fails has to be cleared away by hand.
      const { findRoleFaultBeforeMigration } = await importAsApi<Roles>('@cloudpa/db/roles')
      const roleFault = await findRoleFaultBeforeMigration(ask)
      if (roleFault) throw new ReportedError(`DATABASE_URL: ${roleFault}`)
      await deploy(url)
    } else if (fault?.kind === 'unfinished') await deployAfterAnother(url, fault.message)
    else if (fault) throw new ReportedError(fault.message)
    if (!redisUrl) await migrateQueue(client)
    return fault !== undefined
  } finally {
    await client.end()
  }
}

/** What is not finished may be another's work at this moment: Prisma waits for it, and fails if it failed before. */
async function deployAfterAnother(url: string, explanation: string): Promise<void> {
  try {
    await deploy(url)
  } catch (error) {
    throw new ReportedError(`${explanation}\n${(error as Error).message}`)
  }
}
