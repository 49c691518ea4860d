import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { joinEmbeddedPostgres, type Lease } from './embedded-postgres.js'
import { entries } from './entries.js'
import { migrate } from './migrate.js'
import { webEnvironment, completeStandaloneWeb } from './prepare-web.js'
import { ReportedError } from './reported-error.js'
import { requireInstallation } from './require-installation.js'
import { readSettings, type Settings } from './settings.js'
import { stopWithNpm } from './watch-npm.js'

const leaveScript = fileURLToPath(new URL('leave-embedded.js', import.meta.url))

/**
 * Gives the share in the embedded PostgreSQL back whichever way this process ends, after the app has: the app may
 * exit by itself, or finish and raise the signal again, as Nest does.
 */
function leaveAtExit(dataDir: string, lease: Lease): void {
  process.once('exit', () => {
    spawnSync(process.execPath, [leaveScript, dataDir, String(lease.backendPid)], { stdio: ['ignore', 2, 2] })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // While the app listens too it is still stopping; alone, there is nothing left to wait for.
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal])
    })
  }
}

/** Makes sure that there is a database, and that DATABASE_URL names it. */
async function provideDatabase(settings: Settings): Promise<string> {
  if (settings.DATABASE_URL) return settings.DATABASE_URL
  const lease = await joinEmbeddedPostgres(settings.DATA_DIR, (error) => {
    console.error(error instanceof ReportedError ? error.message : error)
    // However well it stops now, a supervisor shall know that it did not want to.
    process.once('exit', () => (process.exitCode = 1))
    process.kill(process.pid, 'SIGTERM')
  })
  leaveAtExit(settings.DATA_DIR, lease)
  return (process.env.DATABASE_URL = lease.url)
}

/** Becomes the app: from here on this process is what its entry makes of it. */
async function become(entry: string, args: string[] = []): Promise<void> {
  if (!existsSync(entry)) throw new ReportedError(`${entry} is not there: run npm run build.`)
  process.argv = [process.execPath, entry, ...args]
  await import(pathToFileURL(entry).href)
}

const asksForHelp = ([name = 'help']: string[]) => ['help', '--help'].includes(name)

/**
 * Runs the API, the worker or the operators' commands in this process, on DATABASE_URL or the embedded PostgreSQL. None
 * of them migrates it: they refuse to begin on a database that is not theirs.
 */
export async function runOnDatabase(app: 'api' | 'worker' | 'cli', args: string[]): Promise<void> {
  stopWithNpm()
  if (app === 'cli' && asksForHelp(args)) return become(entries.cli, args)
  const settings = await readSettings()
  process.env.DATA_DIR = settings.DATA_DIR
  if (app === 'cli') requireInstallation(settings)
  await provideDatabase(settings)
  await become(entries[app], args)
}

/** Runs the inbox in this process. It talks to the API only. */
export async function runWeb(): Promise<void> {
  stopWithNpm()
  Object.assign(process.env, webEnvironment(await readSettings()))
  completeStandaloneWeb()
  await become(entries.web)
}

/** Runs the simulated phone in this process. */
export async function runSimulator(): Promise<void> {
  stopWithNpm()
  const settings = await readSettings()
  process.env.SIMULATOR_STATE ||= join(settings.DATA_DIR, 'simulator.json')
  await become(entries.simulator)
}

/** What measures, or breaks things. */
export type Bench = 'bench' | 'bench:search' | 'bench:web' | 'chaos'

/** Measures, or breaks things, in this process; each brings a database and the product of its own. */
export async function runBench(kind: Bench, args: string[]): Promise<void> {
  stopWithNpm()
  await become(entries[kind], args)
}

/** Brings the database up to date and says so. */
export async function runMigrate(): Promise<void> {
  stopWithNpm()
  const settings = await readSettings()
  await migrate(await provideDatabase(settings), { redisUrl: settings.REDIS_URL })
  console.log('The database is up to date.')
  // The share in the embedded PostgreSQL is a connection, which would keep this process alive.
  process.exit(0)
}
