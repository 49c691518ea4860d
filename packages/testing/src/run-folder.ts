import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identify, isAlive } from '@cloudpa/local/process-identity'
import { clearLeftovers } from './ephemeral-postgres.js'

const prefix = 'cloudpa-run-'

/** Removes what runs left that were killed outright, with the servers that they left running. */
async function clearDeadRuns(room: string): Promise<void> {
  for (const name of fs.readdirSync(room).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(room, name)
    const owner = join(folder, 'owner')
    if (fs.statSync(folder).uid !== process.getuid?.() || !fs.existsSync(owner)) continue
    if (isAlive(fs.readFileSync(owner, 'utf8'))) continue
    await clearLeftovers(folder)
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Makes a folder for all that a run of tests writes: databases, what stacks keep, the profiles of browsers. Not
 * everybody who writes there is asked to leave, so it goes as a whole.
 * @param room where it is made
 */
export async function openRunFolder(room = tmpdir()): Promise<{ path: string; remove: () => void }> {
  await clearDeadRuns(room)
  const path = fs.mkdtempSync(join(room, prefix))
  fs.chmodSync(path, 0o711) // PostgreSQL's user passes through to its data
  fs.writeFileSync(join(path, 'owner'), identify(process.pid))
  return { path, remove: () => fs.rmSync(path, { recursive: true, force: true, maxRetries: 10 }) }
}
