import fs from 'node:fs'
import { join } from 'node:path'
import { findFreePort } from '@cloudpa/local/free-port'
import { findPostmaster } from '@cloudpa/local/postgres-cluster'
import type { Service } from '@cloudpa/local/service'
import { waitForHttp } from '@cloudpa/local/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Commands } from './commands.js'

// One folder's life, start after start: each begins where the one before ended, since a first start takes the longest.
const commands = new Commands()
let first: Service

beforeAll(async () => {
  await commands.prepare()
  first = commands.run('start', { DEMO: '0' })
  await commands.saysSoon(first, 'Ctrl-C stops everything.')
})
afterAll(() => commands.clear())

test('a second start on one data folder says who runs there, and leaves the first one alone', async () => {
  const noted = fs.readFileSync(join(commands.dataDir, 'running.json'), 'utf8')
  for (const name of ['start', 'dev']) {
    const second = commands.run(name, { DEMO: '0', PORT: String(await findFreePort()) })
    expect(await second.exited).toMatchObject({ code: 1 })
    expect(second.output()).toContain(
      `Cloud PA is already running on ${commands.dataDir}, as process ${first.pid}. Stop it first`,
    )
    expect(second.output()).not.toContain('is taken')
  }
  expect(fs.readFileSync(join(commands.dataDir, 'running.json'), 'utf8')).toBe(noted)
})

test('a launcher that is killed outright leaves nothing that blocks the next start', async () => {
  first.kill('SIGKILL')
  await first.exited
  const next = commands.run('start', { DEMO: '0' })
  await commands.saysSoon(next, 'Ctrl-C stops everything.')
  // Nobody used the first start's link, so the second prints the same.
  const link = /Set up\s+(http\S+\/set-up\?token=\S+)/
  expect(link.exec(next.output())?.[1]).toBe(link.exec(first.output())?.[1] ?? 'a link')
  expect(await next.stop()).toMatchObject({ code: 0 })
  expect(fs.existsSync(join(commands.dataDir, 'running.json'))).toBe(false)
  expect(await commands.portsAreFree()).toBe(true)
  expect(findPostmaster(join(commands.dataDir, 'postgres'))).toBeUndefined()
})

/** Takes the data folder away under a command and its server, and puts it back once the command ended. */
async function loseDataFolder(command: Service): Promise<void> {
  const { pid } = findPostmaster(join(commands.dataDir, 'postgres'))!
  fs.renameSync(commands.dataDir, `${commands.dataDir}.gone`)
  process.kill(pid, 'SIGKILL') // a minute later it would notice by itself
  try {
    expect(await command.exited).toMatchObject({ code: 1 })
    expect(command.output()).toMatch(/\S+postgres is gone.*\. Restore it .*\./)
    expect(fs.existsSync(commands.dataDir)).toBe(false)
  } finally {
    fs.rmSync(commands.dataDir, { recursive: true, force: true })
    fs.renameSync(`${commands.dataDir}.gone`, commands.dataDir)
  }
}

test('a start whose data folder vanishes stops, says so, and makes no new one', async () => {
  const start = commands.run('start', { DEMO: '0' })
  await commands.saysSoon(start, 'Ctrl-C stops everything.')
  await loseDataFolder(start)
  expect(start.output()).toMatch(/Stopped: \S+postgres is gone.*\.$/)
})

test('an API whose data folder vanishes ends as a failure, for its supervisor to see', async () => {
  const api = commands.run('api')
  await waitForHttp(`http://127.0.0.1:${commands.ports.PORT}/health/ready`, () => api.describeEnd())
  await loseDataFolder(api)
})
