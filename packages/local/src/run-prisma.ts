import { spawnSync } from 'node:child_process'
import { toolEnvironment } from '../bin/install.mjs'
import { joinEmbeddedPostgres, type Lease } from './embedded-postgres.js'
import { prismaCli } from './entries.js'
import { requireInstallation } from './require-installation.js'
import { readDataDir } from './settings.js'

/** Of Prisma's commands, those that work on files alone. */
const needNoDatabase = new Set([
  'generate',
  'format',
  'validate',
  'version',
  'help',
  '--version',
  '--help',
  '-v',
  '-h',
])

/** Joins the embedded PostgreSQL that is there; a command for a database makes none. */
function joinDatabase([command = 'help']: string[]): Promise<Lease> | undefined {
  if (process.env.DATABASE_URL || needNoDatabase.has(command)) return undefined
  const DATA_DIR = readDataDir()
  requireInstallation({ DATABASE_URL: undefined, DATA_DIR })
  return joinEmbeddedPostgres(DATA_DIR)
}

/** Runs the Prisma CLI on DATABASE_URL, or on the embedded PostgreSQL. */
export async function runPrisma(args: string[]): Promise<void> {
  const lease = await joinDatabase(args)
  const env = { ...toolEnvironment(), DATABASE_URL: process.env.DATABASE_URL || lease?.url }
  const { status } = spawnSync(process.execPath, [prismaCli, ...args], { stdio: 'inherit', env })
  await lease?.leave()
  process.exitCode = status ?? 1
}
