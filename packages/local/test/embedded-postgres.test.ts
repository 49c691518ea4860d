import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { joinEmbeddedPostgres } from '../src/embedded-postgres.js'
import { findPostmaster, stopCluster } from '../src/postgres-cluster.js'
import { Service } from '../src/service.js'
import { waitFor } from '../src/wait-for.js'

let dataDir: string
let holders: Service[]
const clusterDir = () => join(dataDir, 'postgres')

beforeEach(() => {
  dataDir = fs.mkdtempSync(join(tmpdir(), 'cloudpa-embedded-'))
  holders = []
})

afterEach(async () => {
  await Promise.all(holders.map((holder) => holder.stop()))
  await stopCluster(clusterDir(), 'SIGQUIT')
  fs.rmSync(dataDir, { recursive: true })
})

/** Another process that uses the cluster, ready to be killed. */
async function hold(): Promise<{ process: Service; url: string; adopted: boolean }> {
  const script = [fileURLToPath(new URL('hold-lease.mjs', import.meta.url)), dataDir]
  const holder = new Service({ name: 'holder', script, env: process.env })
  holders.push(holder)
  const line = await waitFor(
    () => {
      if (!holder.isRunning) throw new Error(holder.output())
      return /^\{.*\}$/m.exec(holder.output())
    },
    { timeoutMs: 30_000, what: 'the lease' },
  )
  return { process: holder, ...(JSON.parse(line[0]) as { url: string; adopted: boolean }) }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

async function countLeases(url: string): Promise<number> {
  const sql = `SELECT count(*)::int AS leases FROM pg_locks WHERE locktype = 'advisory' AND granted`
  const [row] = (await query(url, sql)) as { leases: number }[]
  return row?.leases ?? 0
}

test('processes that start at once share one server, and the last to leave stops it', async () => {
  const [first, second, third] = await Promise.all([hold(), hold(), hold()])
  expect(new Set([first.url, second.url, third.url]).size).toBe(1)
  expect([first, second, third].filter(({ adopted }) => !adopted)).toHaveLength(1)

  await first.process.stop()
  await second.process.stop()
  expect(findPostmaster(clusterDir())).toBeDefined()
  expect(await query(third.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await third.process.stop()
  expect(third.process.output()).toContain('"stopped":true')
  expect(findPostmaster(clusterDir())).toBeUndefined()
})

test('a launcher that is killed while it starts the server does not block the next one', async () => {
  const script = [fileURLToPath(new URL('hold-lease.mjs', import.meta.url)), dataDir]
  const killed = new Service({ name: 'killed', script, env: process.env })
  await waitFor(() => fs.existsSync(join(dataDir, 'postgres.lock')), { everyMs: 1, what: 'the lock' })
  killed.kill('SIGKILL')
  await killed.exited
  const next = await hold()
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('the password is kept from other users', async () => {
  const lease = await joinEmbeddedPostgres(dataDir)
  expect(fs.statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600)
  expect(fs.statSync(clusterDir()).mode & 0o777).toBe(0o700)
  const wrong = new URL(lease.url)
  wrong.password = 'guessed'
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
  await lease.leave()
})

describe('on a data folder that was used before', () => {
  const used = fs.mkdtempSync(join(tmpdir(), 'cloudpa-used-'))

  beforeAll(async () => {
    const lease = await joinEmbeddedPostgres(used)
    await lease.leave()
  })
  afterAll(() => fs.rmSync(used, { recursive: true }))

  beforeEach(() => {
    // As it is, owners too: as root, PostgreSQL runs as somebody else.
    execFileSync('cp', ['-a', `${used}/.`, dataDir])
  })

  test('processes that leave at once stop it once', async () => {
    const both = await Promise.all([hold(), hold()])
    await Promise.all(both.map((holder) => holder.process.stop()))
    const said = both.map((holder) => holder.process.output()).join('\n')
    expect(said.match(/"stopped":true/g)).toHaveLength(1)
    expect(findPostmaster(clusterDir())).toBeUndefined()
  })

  test('a server whose launcher was killed is adopted with its data', async () => {
    const first = await hold()
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS seven')
    first.process.kill('SIGKILL')
    await first.process.exited

    const second = await hold()
    expect(second).toMatchObject({ adopted: true, url: first.url })
    expect(await query(second.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }])
    await second.process.stop()
    expect(findPostmaster(clusterDir())).toBeUndefined()
  })

  test('a server that is killed is started again by those who use it', async () => {
    const [first, second] = await Promise.all([hold(), hold()])
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS seven')
    await stopCluster(clusterDir(), 'SIGKILL')
    const read = () => query(first.url, 'SELECT seven FROM kept')
    expect(await waitFor(read, { timeoutMs: 20_000, what: 'the server' })).toEqual([{ seven: 7 }])

    await waitFor(async () => (await countLeases(first.url)) === 2, { what: 'both shares' })
    await first.process.stop()
    expect(await read()).toEqual([{ seven: 7 }])
    await second.process.stop()
    expect(findPostmaster(clusterDir())).toBeUndefined()
  })

  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGKILL'] as const) {
    test(`those who use a server that ends by ${signal} live on, time and again`, async () => {
      const [first, second] = await Promise.all([hold(), hold()])
      await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS seven')
      for (let round = 1; round <= 4; round++) {
        const { pid } = await waitFor(() => findPostmaster(clusterDir()), { what: 'the server' })
        process.kill(pid, signal)
        const haveRejoined = async () => {
          const running = findPostmaster(clusterDir())
          return running && running.pid !== pid && (await countLeases(first.url)) === 2
        }
        await waitFor(haveRejoined, { timeoutMs: 20_000, what: `both shares after ${signal} no. ${round}` })
        expect(await query(first.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }])
      }
      expect([first.process.isRunning, second.process.isRunning]).toEqual([true, true])

      await first.process.stop()
      expect(first.process.output()).toContain('"stopped":false')
      await second.process.stop()
      expect(second.process.output()).toContain('"stopped":true')
      expect(findPostmaster(clusterDir())).toBeUndefined()
    })
  }

  test('a server that is ended while it is being started again comes up in the end', async () => {
    const holders = await Promise.all([hold(), hold()])
    const ended = new Set<number>()
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGINT', 'SIGQUIT'] as const) {
      const isFresh = () => {
        const running = findPostmaster(clusterDir())
        return running && !ended.has(running.pid) && running
      }
      const { pid } = await waitFor(isFresh, { timeoutMs: 20_000, everyMs: 1, what: 'a new server' })
      ended.add(pid)
      process.kill(pid, signal)
    }
    const url = holders[0].url
    await waitFor(async () => (await countLeases(url)) === 2, { timeoutMs: 30_000, what: 'both shares' })
    expect(holders.map((holder) => holder.process.isRunning)).toEqual([true, true])
  })

  test('who uses a server whose folder vanishes stops, says so, and makes no empty one in its place', async () => {
    const holder = await hold()
    const { pid } = findPostmaster(clusterDir())!
    fs.renameSync(dataDir, `${dataDir}.gone`)
    process.kill(pid, 'SIGKILL') // a minute later it would notice by itself
    try {
      expect(await holder.process.exited).toEqual({ code: 1, signal: null })
      expect(holder.process.output()).toContain(`${clusterDir()} is gone`)
      expect(fs.existsSync(dataDir)).toBe(false)
    } finally {
      fs.rmSync(dataDir, { recursive: true, force: true })
      fs.renameSync(`${dataDir}.gone`, dataDir)
    }
  })

  test('who leaves while the server is down neither fails nor has it started again', async () => {
    const holder = await hold()
    const { pid } = findPostmaster(clusterDir())!
    process.kill(pid, 'SIGINT')
    const exit = await holder.process.stop()
    expect(exit).toEqual({ code: 0, signal: null })
    expect(findPostmaster(clusterDir())).toBeUndefined()
  })

  test('a dead server’s number that another process has by now does not block the start', async () => {
    const first = await hold()
    first.process.kill('SIGKILL')
    await first.process.exited
    await stopCluster(clusterDir(), 'SIGKILL')
    const pidFile = join(clusterDir(), 'postmaster.pid')
    const left = fs.readFileSync(pidFile, 'utf8')
    fs.writeFileSync(pidFile, left.replace(/^\d+/, String(process.pid)))

    const second = await joinEmbeddedPostgres(dataDir)
    expect(second).toMatchObject({ adopted: false, url: first.url })
    expect(await second.leave()).toBe(true)
  })

  test('where its port was taken meanwhile, the server moves to another', async () => {
    const first = await joinEmbeddedPostgres(dataDir)
    expect(await first.leave()).toBe(true)
    const intruder = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
    try {
      const second = await joinEmbeddedPostgres(dataDir)
      expect(new URL(second.url).port).not.toBe(new URL(first.url).port)
      expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
      await second.leave()
    } finally {
      intruder.close()
    }
  })
})
