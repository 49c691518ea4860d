import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../bin/lock.mjs'
import { identify, isAlive } from '../bin/process-identity.mjs'
import { ReportedError } from './reported-error.js'
import { readState, writeState } from './state-file.js'
import { waitFor } from './wait-for.js'

/** What a launcher writes down, so that the next one knows whose processes it meets. */
interface Running {
  launcher: string
  services: string[]
}

const fileIn = (dataDir: string) => join(dataDir, 'running.json')

const read = (dataDir: string) =>
  readState<Running>(
    fileIn(dataDir),
    ['launcher', 'services'],
    'Delete it once no Cloud PA runs on this folder.',
  )

/** Writes down what runs now. */
export function recordServices(dataDir: string, pids: number[]): void {
  writeState(fileIn(dataDir), { launcher: identify(process.pid), services: pids.map(identify) })
}

/** Forgets it again. Only for the launcher that has claimed the folder. */
export function forgetServices(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

function endForGood(identity: string): void {
  const [pid, start] = identity.split(' ')
  // Without its start a number may mean another process by now.
  if (start && isAlive(identity)) process.kill(Number(pid), 'SIGKILL')
}

function refuseSecond(dataDir: string, launcher: string): never {
  const [pid, start] = launcher.split(' ')
  const doubt = start ? '' : ` (if that is something else: delete ${fileIn(dataDir)})`
  throw new ReportedError(
    `Cloud PA is already running on ${dataDir}, as process ${pid}${doubt}. Stop it first, or give this one a folder of its own with DATA_DIR.`,
  )
}

/**
 * Takes a data folder for this launcher. The services of one that was killed outright are let finish: they stop by
 * themselves, and hold ports until then.
 * @throws {ReportedError} while another launcher has it: two of them would share one database
 */
export async function claimFolder(dataDir: string, patienceMs = 10_000): Promise<void> {
  mkdirSync(dataDir, { recursive: true })
  await withLock(join(dataDir, 'running.lock'), async () => {
    const left = read(dataDir)
    if (left && isAlive(left.launcher)) refuseSecond(dataDir, left.launcher)
    await awaitEnd(left?.services ?? [], patienceMs)
    recordServices(dataDir, [])
  })
}

async function awaitEnd(services: string[], patienceMs: number): Promise<void> {
  const areGone = () => !services.some(isAlive)
  try {
    await waitFor(areGone, { timeoutMs: patienceMs })
  } catch {
    services.forEach(endForGood) // they were asked and had their time
    await waitFor(areGone, { what: 'the end of the last start’s processes' })
  }
}
