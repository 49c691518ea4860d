import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { startSeeder } from '@cloudpa/local/seed'
import {
  clockAhead,
  createTestDatabase,
  startPrivatePostgres,
  startStack,
  waitFor,
  type Stack,
  type TestDatabase,
} from '../src/kit.js'

const stacks: Stack[] = []

afterEach(async () => {
  await Promise.all(stacks.splice(0).map((stack) => stack.stop()))
})

async function start(...args: Parameters<typeof startStack>): Promise<Stack> {
  const stack = await startStack(...args)
  stacks.push(stack)
  return stack
}

async function count(url: string, table: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)
    return rows[0]?.count ?? 0
  } finally {
    await client.end()
  }
}

const seedFile = {
  orgs: [
    {
      slug: 'acme',
      name: 'Acme',
      members: [{ email: 'ann@acme.test', name: 'Ann', password: 'correct horse', role: 'owner' }],
      chatAccounts: [],
    },
  ],
}

test('two stacks do not see each other', async () => {
  const [one, two] = await Promise.all([start({ worker: false }), start({ worker: false })])
  await one.seed(seedFile)
  expect(await count(one.databaseUrl, 'org')).toBe(1)
  expect(await count(two.databaseUrl, 'org')).toBe(0)
  expect(one.apiUrl).not.toBe(two.apiUrl)
})

test('one seed command serves more installations than it keeps open, and comes back to one of them', async () => {
  const DATA_DIR = fs.mkdtempSync(join(tmpdir(), 'cloudpa-seeded-'))
  const databases = await Promise.all(Array.from({ length: 5 }, createTestDatabase))
  const [first] = databases
  const { PATH, HOME } = process.env
  const seeder = startSeeder({ PATH, HOME, NODE_ENV: 'production', DATA_DIR })
  try {
    const seedAt = ({ url }: TestDatabase) => seeder.seed(seedFile, { DATABASE_URL: url })
    const answers = []
    for (const database of databases) answers.push(await seedAt(database))
    await databases[4]!.drop()
    expect(await seedAt(first!)).toEqual(answers[0])
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(5)
    for (const { url } of databases.slice(0, 4)) expect(await count(url, 'org')).toBe(1)
  } finally {
    await seeder.stop()
    await Promise.all(databases.map((database) => database.drop()))
    fs.rmSync(DATA_DIR, { recursive: true })
  }
})

test('a seed with a fault says why, and the next one works', async () => {
  const stack = await start({ api: false, worker: false })
  await expect(stack.seed({ orgs: [{ slug: 'No Slug' }] })).rejects.toThrow('a slug holds small letters')
  await stack.seed(seedFile)
  expect(await count(stack.databaseUrl, 'org')).toBe(1)
})

test('its processes can be killed and started again', async () => {
  const stack = await start()
  const before = stack.processes.api.pid
  expect(await stack.processes.api.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
  await stack.processes.api.start()
  await stack.processes.worker.restart()
  expect(stack.processes.api.pid).not.toBe(before)
  expect((await fetch(`${stack.apiUrl}/health/ready`)).status).toBe(200)
})

test('a process may have a wrong clock', async () => {
  const stack = await start({ api: false, worker: false })
  await expect(stack.addWorker({ preload: clockAhead })).rejects.toThrow('CLOCK_AHEAD_MS')
  const aheadMs = 86_400_000
  await stack.addWorker({ preload: clockAhead, env: { CLOCK_AHEAD_MS: String(aheadMs) } })
  const read = ['--import', clockAhead, '-p', '[Date.now(), +new Date(), new Date(0) instanceof Date]']
  const said = execFileSync(process.execPath, read, { env: { CLOCK_AHEAD_MS: String(aheadMs) } }).toString()
  const [now = 0, made = 0, isDate] = JSON.parse(said) as [number, number, boolean]
  expect([now, made].map((at) => Math.round((at - Date.now()) / aheadMs))).toEqual([1, 1])
  expect(isDate).toBe(true)
})

test('a process that cannot start says why', async () => {
  await expect(startStack({ env: { LOG_LEVEL: 'loud' } })).rejects.toThrow('LOG_LEVEL')
})

test('the product survives that its own PostgreSQL stops and starts', async () => {
  const postgres = await startPrivatePostgres()
  try {
    const stack = await start({ databaseUrl: postgres.url })
    const isReady = async () => (await fetch(`${stack.apiUrl}/health/ready`)).status === 200
    await postgres.stop('SIGQUIT')
    // An answer serves for a second.
    await waitFor(async () => !(await isReady()), { what: 'an API that is not ready' })
    await postgres.start()
    await waitFor(isReady, { what: 'the API', timeoutMs: 20_000 })
    await Promise.all(stacks.splice(0).map((each) => each.stop()))
  } finally {
    await postgres.remove()
  }
})
