import fs from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from '../bin/install.mjs'
import { findFreePort, isPortFree } from '../src/free-port.js'
import { findPostmaster, stopCluster } from '../src/postgres-cluster.js'
import { Service } from '../src/service.js'
import { waitFor, waitForHttp } from '../src/wait-for.js'

let dataDir: string
let ports: { PORT: string; WEB_PORT: string; SIMULATOR_PORT: string }
let running: Service[]

beforeEach(async () => {
  dataDir = fs.mkdtempSync(join(tmpdir(), 'cloudpa-command-'))
  const [api, web, simulator] = [await findFreePort(), await findFreePort(), await findFreePort()]
  ports = { PORT: String(api), WEB_PORT: String(web), SIMULATOR_PORT: String(simulator) }
  running = []
})

afterEach(async () => {
  await Promise.all(running.map((command) => command.stop()))
  await stopCluster(join(dataDir, 'postgres'), 'SIGQUIT')
  fs.rmSync(dataDir, { recursive: true })
})

/** An empty value means "not set", and keeps a .env file of this folder out. */
const unset = {
  DATABASE_URL: '',
  REDIS_URL: '',
  PUBLIC_BASE_URL: '',
  WEB_BASE_URL: '',
  TWILIO_ACCOUNT_SID: '',
  TWILIO_AUTH_TOKEN: '',
  TWILIO_API_BASE_URL: '',
  DEMO: '',
}

/** One of the npm commands, as npm runs it but without npm. */
function run(name: string, env: Record<string, string> = {}): Service {
  const { npm_lifecycle_event: _, ...inherited } = process.env
  const command = new Service({
    name,
    script: [join(root, 'packages/local/bin/cloudpa.mjs'), name],
    env: { ...inherited, ...unset, DATA_DIR: dataDir, LOG_LEVEL: 'log', ...ports, ...env },
  })
  running.push(command)
  return command
}

function saysSoon(command: Service, text: string): Promise<unknown> {
  const said = () => {
    if (command.output().includes(text)) return true
    if (!command.isRunning) throw new Error(`${command.name} ended:\n${command.output()}`)
    return undefined
  }
  return waitFor(said, { timeoutMs: 60_000, what: `"${text}" from ${command.name}:\n${command.output()}` })
}

async function portsAreFree(): Promise<boolean> {
  const free = await Promise.all(Object.values(ports).map((port) => isPortFree(Number(port))))
  return free.every(Boolean)
}

async function listen(port: string): Promise<Server> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(Number(port), '127.0.0.1', done))
  return server
}

test('start names every taken port and the variable that moves it', async () => {
  const taken = await Promise.all([listen(ports.PORT), listen(ports.SIMULATOR_PORT)])
  try {
    const start = run('start')
    expect(await start.exited).toMatchObject({ code: 1 })
    expect(start.output()).toContain(`Port ${ports.PORT} is taken. Set PORT to another one`)
    expect(start.output()).toContain(
      `Port ${ports.SIMULATOR_PORT} is taken. Set SIMULATOR_PORT to another one`,
    )
    expect(start.output()).not.toContain('WEB_PORT')
    expect(findPostmaster(join(dataDir, 'postgres'))).toBeUndefined()
  } finally {
    for (const server of taken) server.close()
  }
})

test('wrong configuration is reported all at once', async () => {
  const start = run('start', { LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x', SMTP_URL: 'nowhere' })
  expect(await start.exited).toMatchObject({ code: 1 })
  for (const name of ['LOG_LEVEL', 'DATABASE_URL', 'SMTP_URL']) expect(start.output()).toContain(name)
})

test('start ends with one block of addresses that work, and stops everything in order', async () => {
  const start = run('start')
  await saysSoon(start, 'Ctrl-C stops everything.')
  const [email, password] = /Sign in\s+(\S+)\s+password (\S+)/.exec(start.output())!.slice(1)
  const response = await fetch(`http://127.0.0.1:${ports.PORT}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: `http://localhost:${ports.WEB_PORT}` },
    body: JSON.stringify({ email, password }),
  })
  expect(response.status).toBe(200)
  expect(await start.stop()).toMatchObject({ code: 0 })
  expect(await portsAreFree()).toBe(true)
  expect(findPostmaster(join(dataDir, 'postgres'))).toBeUndefined()
})

test('a launcher that is killed outright leaves nothing that blocks the next start', async () => {
  const fresh = { DEMO: '0', DATA_DIR: join(dataDir, 'fresh') }
  const killed = run('start', fresh)
  await saysSoon(killed, 'Ctrl-C stops everything.')
  killed.kill('SIGKILL')
  await killed.exited
  const next = run('start', fresh)
  await saysSoon(next, 'Ctrl-C stops everything.')
  // Nobody used the first start's link, so the second prints the same.
  const link = /Set up\s+(http\S+\/set-up\?token=\S+)/
  expect(link.exec(next.output())?.[1]).toBe(link.exec(killed.output())?.[1] ?? 'a link')
  expect(await next.stop()).toMatchObject({ code: 0 })
  expect(await portsAreFree()).toBe(true)
  expect(findPostmaster(join(fresh.DATA_DIR, 'postgres'))).toBeUndefined()
})

test('the foreground commands share the embedded PostgreSQL, which stops after the last of them', async () => {
  const api = run('api')
  const worker = run('worker:inbound')
  await waitForHttp(`http://127.0.0.1:${ports.PORT}/health/ready`, () => api.describeEnd())
  await saysSoon(worker, 'worker ready')
  await api.stop()
  expect(findPostmaster(join(dataDir, 'postgres'))).toBeDefined()
  await worker.stop()
  expect(findPostmaster(join(dataDir, 'postgres'))).toBeUndefined()
})
