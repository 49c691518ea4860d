import { setTimeout as sleep } from 'node:timers/promises'
import {
  startPrivatePostgres,
  startStack,
  startWire,
  waitFor,
  type PrivatePostgres,
  type Stack,
  type Wire,
} from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Tenant } from './tenant.js'

const impatient = { SWEEP_INTERVAL_MS: '200', SWEEP_AGE_MS: '300', JOB_BACKOFF_MS: '100' }
/** What no job does stays undone, so that a queue that does not work is seen. */
const withoutSweeper = { SWEEP_INTERVAL_MS: '3600000' }

let postgres: PrivatePostgres
let database: Wire
/** To the database, and to the Redis of this run if it has one. */
let wires: Wire[]
beforeAll(async () => {
  postgres = await startPrivatePostgres()
  database = await startWire(postgres.url)
  const redis = process.env.QUEUE_REDIS_URL ? [await startWire(process.env.QUEUE_REDIS_URL)] : []
  wires = [database, ...redis]
})
afterAll(async () => {
  await Promise.all(wires.map((wire) => wire.stop()))
  await postgres.remove()
})

/** One database, so one key for all the stacks on it. */
const ENCRYPTION_KEYS = `test:${Buffer.alloc(32).toString('base64')}`

/** The product over the wires. With `begun: false` no process runs yet. */
async function overWires(
  { env, begun }: { env: Record<string, string>; begun: boolean },
  use: (stack: Stack) => Promise<void>,
): Promise<void> {
  const [, redis] = wires
  const queue = redis ? { redisUrl: redis.url } : {}
  const stack = await startStack({
    databaseUrl: database.url,
    env: { ENCRYPTION_KEYS, ...env },
    ...queue,
    api: begun,
    worker: begun,
  })
  try {
    await use(stack)
  } finally {
    for (const wire of wires) wire.mend()
    await stack.stop()
  }
}

/** Posts forms until told to stop, and keeps the bodies that were acknowledged. */
function writeWithoutEnd(tenant: Tenant, customers: number) {
  const acknowledged: string[] = []
  const refusals = new Set<number>()
  const over = new AbortController()
  const write = async (customer: number) => {
    for (let index = 0; !over.signal.aborted; index += 1) {
      const Body = `customer ${customer} message ${index}`
      const From = `whatsapp:+1500555${String(1000 + customer)}`
      const { status } = await tenant.receive({ Body, From })
      if (status === 200) acknowledged.push(Body)
      else refusals.add(status)
    }
  }
  const writers = Promise.all(Array.from({ length: customers }, (_, customer) => write(customer)))
  return {
    acknowledged,
    refusals,
    stop: async () => {
      over.abort()
      await writers
    },
  }
}

async function cutAtRandom(times: number, longestMs: number): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    for (const wire of wires) wire.cut()
    await sleep(Math.random() * longestMs)
    for (const wire of wires) wire.mend()
    await sleep(Math.random() * longestMs)
  }
}

it('loses no process and no form when the wires are cut 12 times under load', async () => {
  await overWires({ env: impatient, begun: true }, async (stack) => {
    const tenant = await Tenant.create(stack)
    const { api, worker } = stack.processes
    const load = writeWithoutEnd(tenant, 6)
    for (let round = 0; round < 12; round += 1) {
      await cutAtRandom(1, 150)
      const before = load.acknowledged.length
      const goesOn = () => load.acknowledged.length > before + 5
      await waitFor(goesOn, { timeoutMs: 20_000, what: `forms after cut ${round}` })
    }
    await load.stop()
    const everyAcknowledged = async () => {
      const bodies = (await tenant.inbound()).map(({ content }) => content.body)
      expect(new Set(bodies).size).toBe(bodies.length)
      return load.acknowledged.every((body) => bodies.includes(body))
    }
    await waitFor(everyAcknowledged, { timeoutMs: 60_000, what: 'every acknowledged message' })
    expect([api.isRunning, worker.isRunning]).toEqual([true, true])
    expect([...load.refusals]).toEqual([503])
    for (const each of [api, worker]) {
      const lines = each.output().split('\n')
      expect(lines.filter((line) => !/^(\{"level"|\w+ ready\b)/.test(line))).toEqual([])
      expect(lines.length, lines.slice(0, 8).join('\n')).toBeLessThan(100)
    }
  })
}, 180_000)

it('survives that a connection is lost in the middle of its start, with a queue that works', async () => {
  await overWires({ env: withoutSweeper, begun: false }, async (stack) => {
    const { api, worker } = stack.processes
    const lock = new pg.Client({ connectionString: postgres.url })
    await lock.connect()
    await lock.query('BEGIN; LOCK TABLE bullmq.migration, _prisma_migrations')
    const started = Promise.all([api.start(), worker.start()])
    const bothStandStill = async () => {
      const { rows } = await lock.query('SELECT DISTINCT pid FROM pg_locks WHERE NOT granted')
      return rows.length >= 2
    }
    await waitFor(bothStandStill, { timeoutMs: 30_000, what: 'two processes that ask for the tables' })
    database.cut()
    await lock.query('ROLLBACK')
    await lock.end()
    await Promise.all([started, cutAtRandom(10, 120)])

    expect([api.isRunning, worker.isRunning]).toEqual([true, true])
    const tenant = await Tenant.create(stack)
    const isAccepted = async () => (await tenant.receive({ Body: 'Hello', MessageSid: 'SM1' })).status === 200
    await waitFor(isAccepted, { timeoutMs: 20_000, what: 'a form that is acknowledged' })
    expect(await tenant.waitForInbound(1, 30_000)).toHaveLength(1)
  })
}, 120_000)

it('waits for a database that is away, says so, and is not ready', async () => {
  await overWires({ env: {}, begun: false }, async (stack) => {
    database.cut()
    const { api, worker } = stack.processes
    const started = Promise.all([api.start(), worker.start()])
    const { host, password } = new URL(database.url)
    for (const each of [api, worker]) {
      const says = () => each.output().includes(`waiting for PostgreSQL at ${host}/cloudpa: `)
      await waitFor(says, { timeoutMs: 20_000, what: 'a word about the wait' })
      expect(each.output()).not.toContain(password)
    }
    const pids = [api.pid, worker.pid]

    expect((await fetch(`${stack.apiUrl}/health/live`)).status).toBe(200)
    for (const path of ['/health/ready', '/api/v1/messaging/conversations']) {
      const answer = await fetch(stack.apiUrl + path)
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('5')
      expect(await answer.json()).toMatchObject({ error: { code: 'unavailable' } })
    }
    expect(worker.output()).not.toContain('worker ready')

    database.mend()
    await started
    const tenant = await Tenant.create(stack)
    expect((await tenant.receive({ Body: 'Hello' })).status).toBe(200)
    expect(await tenant.waitForInbound(1)).toHaveLength(1)
    expect([api.pid, worker.pid]).toEqual(pids)

    database.cut()
    const list = () => tenant.fetch('GET', '/messaging/conversations')
    const refused = await Promise.all(Array.from({ length: 20 }, list))
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]))
    const told = api.output().match(/GET \/api\/v1\/messaging\/conversations failed: /g)
    expect(told?.length).toBeLessThanOrEqual(2)
    expect(api.output()).not.toContain('"stack"')
  })
})

it('obeys SIGTERM while it waits', async () => {
  await overWires({ env: {}, begun: false }, async (stack) => {
    database.cut()
    for (const each of [stack.processes.api, stack.processes.worker]) {
      const started = each.start()
      await waitFor(() => each.output().includes('waiting for PostgreSQL'), { timeoutMs: 20_000 })
      expect(await each.kill('SIGTERM')).toEqual({ code: 0, signal: null })
      await expect(started).rejects.toThrow('ended')
    }
  })
})
