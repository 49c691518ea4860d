import { createTestDatabase, startStack, startWire, type Stack, type Tapped } from '@cloudpa/testing/kit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { Tenant } from './tenant.js'

/** What no wake-up brings about stays undone. */
const env = { SWEEP_INTERVAL_MS: '3600000' }

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function start(options: Parameters<typeof startStack>[0]): Promise<Stack> {
  const stack = await startStack({ ...options, env: { ...env, ...options?.env } })
  ends.push(() => stack.stop())
  return stack
}

async function receiveSome(tenant: Tenant, count: number): Promise<string[]> {
  const bodies = Array.from({ length: count }, (_, index) => `message ${index}`)
  for (const Body of bodies) expect((await tenant.receive({ Body })).status).toBe(200)
  return bodies
}

const inboxOf = async (tenant: Tenant, count: number) =>
  (await tenant.waitForInbound(count)).map(({ content }) => content.body)

/** A product whose queue takes no job. */
async function startWithoutQueue(): Promise<Stack> {
  if (process.env.QUEUE_REDIS_URL) {
    const redis = await startWire(process.env.QUEUE_REDIS_URL)
    ends.push(() => redis.stop())
    const stack = await start({ redisUrl: redis.url })
    redis.cut()
    ends.push(async () => redis.mend())
    return stack
  }
  const stack = await start({})
  await withDatabase(stack, (client) =>
    client.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused from outside'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON bullmq.job FOR EACH STATEMENT EXECUTE FUNCTION refuse()`),
  )
  return stack
}

/** A product whose worker never hears a hint: its connections that listen for them fall silent. */
async function startWithoutHints(): Promise<Stack> {
  const database = await createTestDatabase()
  ends.push(() => database.drop())
  const listening = new Set<Tapped>()
  const wire = await startWire(database.url, (bytes, line) => {
    if (bytes.toString('latin1').includes('LISTEN cloudpa_ingest')) {
      line.freeze()
      listening.add(line)
    }
  })
  ends.push(() => wire.stop())
  const keys = { ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}` }
  const stack = await start({ databaseUrl: database.url, worker: false, env: keys })
  await stack.addWorker({ env: { DATABASE_URL: wire.url } })
  expect(listening.size).toBeGreaterThan(0)
  ends.push(async () => wire.mend())
  return stack
}

describe('forms are ingested', () => {
  it('by hints alone, when the queue takes no job', async () => {
    const stack = await startWithoutQueue()
    const tenant = await Tenant.create(stack)
    const bodies = await receiveSome(tenant, 20)
    expect(await inboxOf(tenant, 20)).toEqual(bodies)
  })

  it('by jobs alone, when no worker hears a hint', async () => {
    const tenant = await Tenant.create(await startWithoutHints())
    const bodies = await receiveSome(tenant, 20)
    expect(await inboxOf(tenant, 20)).toEqual(bodies)
  })
})

// One product for both: the worker that was not there is the first of the three.
describe('forms are ingested, where nothing is in the way,', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack({ worker: false, env })
  })
  afterAll(() => stack?.stop())

  it('by a job, when no worker was there to hear the hint', async () => {
    const tenant = await Tenant.create(stack)
    const bodies = await receiveSome(tenant, 3)
    await stack.processes.worker.start()
    expect(await inboxOf(tenant, 3)).toEqual(bodies)
  })

  it('once each, when three workers hear of them', async () => {
    await Promise.all([stack.addWorker(), stack.addWorker()])
    const tenant = await Tenant.create(stack)
    const bodies = await receiveSome(tenant, 60)
    expect(await inboxOf(tenant, 60)).toEqual(bodies)
    const [conversation] = await tenant.conversations()
    expect(conversation?.unreadCount).toBe(60)
  })
})
