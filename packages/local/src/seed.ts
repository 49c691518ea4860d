import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entries } from './entries.js'

/**
 * Writes orgs, members and chatAccounts through the operators' `seed` command.
 * @param content what the command's file holds
 * @param env the environment of the command: DATABASE_URL above all
 * @returns what the command printed: ids and an API key for each org
 */
export async function seed(content: object, env: NodeJS.ProcessEnv): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudpa-seed-'))
  const file = join(folder, 'seed.json')
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 })
  try {
    const child = spawn(process.execPath, [entries.cli, 'seed', file], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    let complaints = ''
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk))
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk))
    const code = await new Promise((done, fail) => child.once('error', fail).once('close', done))
    if (code !== 0) throw new Error(`seed failed:\n${printed}${complaints}`)
    return JSON.parse(printed)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
