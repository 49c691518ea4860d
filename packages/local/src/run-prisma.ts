import { spawnSync } from 'node:child_process'
import { toolEnvironment } from '../bin/install.mjs'
import { joinEmbeddedPostgres } from './embedded-postgres.js'
import { prismaCli } from './entries.js'
import { readDataDir } from './settings.js'

/** Runs the Prisma CLI on DATABASE_URL, or on the embedded PostgreSQL. */
export async function runPrisma(args: string[]): Promise<void> {
  const lease = process.env.DATABASE_URL ? undefined : await joinEmbeddedPostgres(readDataDir())
  const env = { ...toolEnvironment(), DATABASE_URL: process.env.DATABASE_URL || lease?.url }
  const { status } = spawnSync(process.execPath, [prismaCli, ...args], { stdio: 'inherit', env })
  await lease?.leave()
  process.exitCode = status ?? 1
}
