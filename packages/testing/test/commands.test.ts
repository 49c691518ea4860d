import fs from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findPostmaster } from '@cloudpa/local/postgres-cluster'
import { waitForHttp } from '@cloudpa/local/wait-for'
import { Commands } from './commands.js'

const commands = new Commands()
beforeEach(() => commands.prepare())
afterEach(() => commands.clear())

async function listen(port: string): Promise<Server> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(Number(port), '127.0.0.1', done))
  return server
}

test('start names every taken port and the variable that moves it', async () => {
  const taken = await Promise.all([listen(commands.ports.PORT), listen(commands.ports.SIMULATOR_PORT)])
  try {
    const start = commands.run('start')
    expect(await start.exited).toMatchObject({ code: 1 })
    expect(start.output()).toContain(`Port ${commands.ports.PORT} is taken. Set PORT to another one`)
    expect(start.output()).toContain(
      `Port ${commands.ports.SIMULATOR_PORT} is taken. Set SIMULATOR_PORT to another one`,
    )
    expect(start.output()).not.toContain('WEB_PORT')
    expect(findPostmaster(join(commands.dataDir, 'postgres'))).toBeUndefined()
  } finally {
    for (const server of taken) server.close()
  }
})

test('wrong configuration is reported all at once', async () => {
  const start = commands.run('start', { LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x', SMTP_URL: 'nowhere' })
  expect(await start.exited).toMatchObject({ code: 1 })
  for (const name of ['LOG_LEVEL', 'DATABASE_URL', 'SMTP_URL']) expect(start.output()).toContain(name)
})

test('start refuses one port for two, and a host that this machine is not', async () => {
  const twice = commands.run('start', { WEB_PORT: commands.ports.PORT })
  const away = commands.run('start', { HOST: 'nowhere.invalid', DATA_DIR: join(commands.dataDir, 'away') })
  expect(await twice.exited).toMatchObject({ code: 1 })
  expect(twice.output()).toContain(`PORT and WEB_PORT are both ${commands.ports.PORT}.`)
  expect(await away.exited).toMatchObject({ code: 1 })
  expect(away.output()).toMatch(
    /HOST: this machine can't listen on nowhere\.invalid \(.*ENOTFOUND.*\)\. Set it/,
  )
})

test('a note of what runs that is empty or broken is named, and left as it is', async () => {
  const file = join(commands.dataDir, 'running.json')
  fs.writeFileSync(file, '')
  const start = commands.run('start')
  expect(await start.exited).toMatchObject({ code: 1 })
  expect(start.output()).toMatch(
    /running\.json is empty or broken\. Delete it once .*\.\nStopping…\nStopped\.$/,
  )
  expect(fs.readFileSync(file, 'utf8')).toBe('')
})

test('the operator’s commands make no database where there is none, and explain themselves without one', async () => {
  for (const args of [
    ['cli', 'reset-link', 'ann@people.test'],
    ['cli', 'set-up-link'],
    ['cli', 'seed', '-'],
    ['prisma', 'migrate', 'status'],
  ]) {
    const command = commands.runWith(args)
    expect(await command.exited).toMatchObject({ code: 1 })
    expect(command.output()).toBe(
      `There is no Cloud PA in ${commands.dataDir}. Name the folder of yours with DATA_DIR, ` +
        'or its database with DATABASE_URL; npm start makes a new one.',
    )
  }
  const help = commands.runWith(['cli'])
  expect(await help.exited).toMatchObject({ code: 0 })
  expect(help.output()).toContain('reset-link EMAIL')
  expect(fs.readdirSync(commands.dataDir)).toEqual([])
})

test('the foreground commands share the embedded PostgreSQL, which stops after the last of them', async () => {
  expect(await commands.run('migrate').exited).toMatchObject({ code: 0 })
  const api = commands.run('api')
  const worker = commands.run('worker:inbound')
  await waitForHttp(`http://127.0.0.1:${commands.ports.PORT}/health/ready`, () => api.describeEnd())
  await commands.saysSoon(worker, 'worker ready')
  await api.stop()
  expect(findPostmaster(join(commands.dataDir, 'postgres'))).toBeDefined()
  await worker.stop()
  expect(findPostmaster(join(commands.dataDir, 'postgres'))).toBeUndefined()
})
