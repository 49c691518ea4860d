import fs from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findFreePort, isPortFree } from '@cloudpa/local/free-port'
import { findPostmaster } from '@cloudpa/local/postgres-cluster'
import type { Service } from '@cloudpa/local/service'
import { waitForHttp } from '@cloudpa/local/wait-for'
import { Commands } from './commands.js'

const commands = new Commands()
beforeEach(() => commands.prepare())
afterEach(() => commands.clear())

async function portsAreFree(): Promise<boolean> {
  const free = await Promise.all(Object.values(commands.ports).map((port) => isPortFree(Number(port))))
  return free.every(Boolean)
}

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

test('start ends with one block of addresses that work, and stops everything in order', async () => {
  const start = commands.run('start')
  await commands.saysSoon(start, 'Ctrl-C stops everything.')
  const [email, password] = /Sign in\s+(\S+)\s+password (\S+)/.exec(start.output())!.slice(1)
  const response = await fetch(`http://127.0.0.1:${commands.ports.PORT}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: `http://localhost:${commands.ports.WEB_PORT}` },
    body: JSON.stringify({ email, password }),
  })
  expect(response.status).toBe(200)
  expect(await start.stop()).toMatchObject({ code: 0 })
  expect(await portsAreFree()).toBe(true)
  expect(findPostmaster(join(commands.dataDir, 'postgres'))).toBeUndefined()
})

test('a launcher that is killed outright leaves nothing that blocks the next start', async () => {
  const fresh = { DEMO: '0', DATA_DIR: join(commands.dataDir, 'fresh') }
  const killed = commands.run('start', fresh)
  await commands.saysSoon(killed, 'Ctrl-C stops everything.')
  killed.kill('SIGKILL')
  await killed.exited
  const next = commands.run('start', fresh)
  await commands.saysSoon(next, 'Ctrl-C stops everything.')
  // Nobody used the first start's link, so the second prints the same.
  const link = /Set up\s+(http\S+\/set-up\?token=\S+)/
  expect(link.exec(next.output())?.[1]).toBe(link.exec(killed.output())?.[1] ?? 'a link')
  expect(await next.stop()).toMatchObject({ code: 0 })
  expect(await portsAreFree()).toBe(true)
  expect(findPostmaster(join(fresh.DATA_DIR, 'postgres'))).toBeUndefined()
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

test('a second start on one data folder says who runs there, and leaves the first one alone', async () => {
  const first = commands.run('start', { DEMO: '0' })
  await commands.saysSoon(first, 'Ctrl-C stops everything.')
  const noted = fs.readFileSync(join(commands.dataDir, 'running.json'), 'utf8')
  for (const name of ['start', 'dev']) {
    const second = commands.run(name, { DEMO: '0', PORT: String(await findFreePort()) })
    expect(await second.exited).toMatchObject({ code: 1 })
    expect(second.output()).toContain(
      `Cloud PA already runs on ${commands.dataDir}, as process ${first.pid}. Stop it first`,
    )
    expect(second.output()).not.toContain('is taken')
  }
  expect(fs.readFileSync(join(commands.dataDir, 'running.json'), 'utf8')).toBe(noted)
  expect(await first.stop()).toMatchObject({ code: 0 })
  expect(fs.existsSync(join(commands.dataDir, 'running.json'))).toBe(false)
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
  expect(await commands.run('migrate').exited).toMatchObject({ code: 0 })
  const api = commands.run('api')
  await waitForHttp(`http://127.0.0.1:${commands.ports.PORT}/health/ready`, () => api.describeEnd())
  await loseDataFolder(api)
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
