import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify, isAlive } from '../bin/process-identity.mjs'
import { waitFor } from './wait-for.js'

/** What a launcher writes down, so that the next one knows whose processes it meets. */
interface Record {
  launcher: string
  services: string[]
}

const fileIn = (dataDir: string) => join(dataDir, 'running.json')

/** Writes down what runs now. */
export function recordServices(dataDir: string, pids: number[]): void {
  const record: Record = { launcher: identify(process.pid), services: pids.map(identify) }
  writeFileSync(fileIn(dataDir), JSON.stringify(record), { mode: 0o600 })
}

/** Forgets it again. */
export function forgetServices(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

function endForGood(identity: string): void {
  const [pid, start] = identity.split(' ')
  // Without its start a number may mean another process by now.
  if (start && isAlive(identity)) process.kill(Number(pid), 'SIGKILL')
}

/** Lets the services of a launcher that was killed outright finish: they stop by themselves, and hold ports until then. */
export async function clearLeftovers(dataDir: string, patienceMs = 10_000): Promise<void> {
  const file = fileIn(dataDir)
  if (!existsSync(file)) return
  const { launcher, services } = JSON.parse(readFileSync(file, 'utf8')) as Record
  if (isAlive(launcher)) return
  const areGone = () => !services.some(isAlive)
  try {
    await waitFor(areGone, { timeoutMs: patienceMs })
  } catch {
    services.forEach(endForGood) // they were asked and had their time
    await waitFor(areGone, { what: 'the end of the last start’s processes' })
  }
  forgetServices(dataDir)
}
