import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identify } from '@cloudpa/local/process-identity'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openRunFolder } from './run-folder.js'

let room: string
beforeAll(() => (room = mkdtempSync(join(tmpdir(), 'cloudpa-room-'))))
afterAll(() => rmSync(room, { recursive: true }))

/** What a run leaves that is killed. */
async function leaveDeadRun(): Promise<string> {
  const run = spawn('sleep', ['60'])
  const owner = identify(run.pid ?? 0)
  run.kill('SIGKILL')
  await once(run, 'exit')
  const folder = join(room, 'cloudpa-run-dead')
  mkdirSync(join(folder, 'profile'), { recursive: true })
  writeFileSync(join(folder, 'owner'), owner)
  return folder
}

it('a run leaves nothing behind, nor what a killed one left; others keep what is theirs', async () => {
  const dead = await leaveDeadRun()
  const another = join(room, 'another')
  mkdirSync(another)
  const first = await openRunFolder(room)
  const second = await openRunFolder(room)
  expect([dead, another, first.path, second.path].map((path) => existsSync(path))).toEqual([
    false,
    true,
    true,
    true,
  ])
  mkdirSync(join(first.path, 'profile'))
  first.remove()
  expect([first.path, second.path].map((path) => existsSync(path))).toEqual([false, true])
})
