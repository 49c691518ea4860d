import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { loseQueue, withDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: Stack
let stranger: pg.Client
beforeAll(async () => {
  stack = await startStack({ env: { SWEEP_INTERVAL_MS: '300', SWEEP_AGE_MS: '500' } })
  stranger = new pg.Client({ connectionString: stack.databaseUrl })
  await stranger.connect()
})
afterEach(() => stranger.query('ROLLBACK'))
afterAll(async () => {
  await stranger.end()
  await stack.stop()
})

const known = '+15005550001'
const unknown = '+15005550002'

async function holdConversation({ orgId }: Tenant): Promise<void> {
  await stranger.query('SELECT 1 FROM conversation WHERE org_id = $1 AND reply_address = $2 FOR UPDATE', [
    orgId,
    known,
  ])
}

async function holdContact({ orgId }: Tenant): Promise<void> {
  await stranger.query(
    `SELECT 1 FROM contact c JOIN handle h ON (h.org_id, h.contact_id) = (c.org_id, c.id)
     WHERE h.org_id = $1 AND h.value = $2 FOR UPDATE OF c`,
    [orgId, known],
  )
}

/** Nothing that could be looked at: the row is not there yet, but nobody else may make it. */
async function holdHandle({ orgId }: Tenant): Promise<void> {
  const contactId = randomUUID()
  await stranger.query('INSERT INTO contact (org_id, id) VALUES ($1, $2)', [orgId, contactId])
  await stranger.query(
    `INSERT INTO handle (org_id, id, contact_id, kind, value) VALUES ($1, $2, $3, 'phone', $4)`,
    [orgId, randomUUID(), contactId, unknown],
  )
}

/** As another worker does that is about to make the contact. */
async function holdNewContact({ orgId }: Tenant): Promise<void> {
  await stranger.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${orgId} ${unknown}`])
}

async function receiveAll(posts: Promise<Response>[]): Promise<void> {
  const answers = await Promise.all(posts)
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
}

describe('a row that somebody holds for long', () => {
  it.each([
    ['a conversation', known, holdConversation],
    ['a contact', known, holdContact],
    ['a handle that is being made', unknown, holdHandle],
    ['a new customer, by a worker that froze', unknown, holdNewContact],
  ])('holds up its own conversation alone: %s', async (_, held, hold) => {
    const [tenant, other] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
    await receiveAll([tenant.receive({ From: known, ProfileName: 'Ann' }), other.receive({ From: known })])
    await tenant.waitForInbound(1)
    await other.waitForInbound(1)
    await stack.processes.worker.stop()
    await stranger.query('BEGIN')
    await hold(tenant)

    const customers = Array.from({ length: 10 }, (__, n) => `+1500555${1000 + n}`)
    const everybody = (round: number) => [
      tenant.receive({ From: held, ProfileName: `Ann ${round}`, Body: `held ${round}` }),
      ...customers.map((From) => tenant.receive({ From, Body: `round ${round}` })),
      ...customers.map((From) => other.receive({ From, Body: `round ${round}` })),
    ]
    await receiveAll(everybody(0))
    // Without jobs the sweeper takes them up, the held one and the others in one batch.
    await loseQueue(stack)
    await stack.processes.worker.start()
    for (let round = 0; round < 3; round += 1) {
      if (round > 0) await receiveAll(everybody(round))
      await tenant.waitForInbound(1 + customers.length * (round + 1), 20_000)
      await other.waitForInbound(1 + customers.length * (round + 1), 20_000)
    }
    const isHeld = ({ content }: Message) => content.body.startsWith('held')
    expect((await tenant.inbound()).filter(isHeld)).toEqual([])
    const { rows } = await stranger.query('SELECT DISTINCT attempts, error FROM webhook_due')
    expect(rows).toEqual([{ attempts: 0, error: null }])

    await stranger.query('ROLLBACK')
    const late = await waitFor(async () => {
      const there = (await tenant.inbound()).filter(isHeld)
      return there.length === 3 && there
    })
    expect(late.map(({ content }) => content.body)).toEqual([0, 1, 2].map((round) => `held ${round}`))
  })

  it('holds up its own number alone: a number', async () => {
    const [tenant, other] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
    await stack.processes.worker.stop()
    await receiveAll([tenant, other].flatMap((one) => ['a', 'b', 'c'].map((Body) => one.receive({ Body }))))
    await loseQueue(stack)
    await stranger.query('BEGIN')
    await stranger.query('SELECT 1 FROM chat_account WHERE id = $1 FOR UPDATE', [tenant.chatAccountId])
    await stack.processes.worker.start()
    await other.waitForInbound(3)
    await receiveAll([other.receive({ Body: 'd' })])
    await other.waitForInbound(4)
    expect(await tenant.inbound()).toEqual([])
    await stranger.query('ROLLBACK')
    await tenant.waitForInbound(3)
  })
})

describe('a connection of the product', () => {
  it('does not wait for a row for ever: who asks is told to try again', async () => {
    const tenant = await Tenant.create(stack)
    await receiveAll([tenant.receive({ From: known })])
    const [message] = await tenant.waitForInbound(1)
    await stranger.query('BEGIN')
    await holdConversation(tenant)
    const path = `/messaging/conversations/${message?.conversationId}/read`
    expect(await tenant.refusal('POST', path, {})).toMatchObject({ status: 503, code: 'unavailable' })
    await stranger.query('ROLLBACK')
    await tenant.call('POST', path, {})
  })

  it('lets go of its rows when its process freezes in a transaction', async () => {
    const tenant = await Tenant.create(stack)
    await stranger.query('BEGIN; LOCK TABLE message IN SHARE ROW EXCLUSIVE MODE')
    await receiveAll([tenant.receive({ MessageSid: 'SMfrozen' })])
    const freed = `SELECT 1 FROM webhook_due d JOIN webhook_event USING (position) WHERE sid = 'SMfrozen' FOR UPDATE OF d SKIP LOCKED`
    const isFree = () => withDatabase(stack, async (client) => (await client.query(freed)).rowCount === 1)
    await waitFor(async () => {
      const { rowCount } = await stranger.query(
        `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'message'::regclass`,
      )
      return (rowCount ?? 0) > 0 && !(await isFree())
    })
    const { pid } = stack.processes.worker
    process.kill(pid, 'SIGSTOP')
    try {
      await stranger.query('ROLLBACK')
      expect(await isFree()).toBe(false)
      await waitFor(isFree, { timeoutMs: 30_000 })
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await tenant.waitForInbound(1)
    expect(stack.processes.worker.pid).toBe(pid)
  })
})

describe('a number that somebody holds', () => {
  it('has its own forms refused, to be posted again, and nobody else’s', async () => {
    const [tenant, other] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
    const postAll = (one: Tenant) => Promise.all([1, 2, 3].map((n) => one.receive({ Body: `${n}` })))
    await stranger.query('BEGIN')
    await stranger.query('SELECT 1 FROM chat_account WHERE id = $1 FOR UPDATE', [tenant.chatAccountId])
    const [refused, taken] = await Promise.all([postAll(tenant), postAll(other)])
    expect(refused.map(({ status }) => status)).toEqual([503, 503, 503])
    expect(taken.map(({ status }) => status)).toEqual([200, 200, 200])
    await stranger.query('ROLLBACK')
    await receiveAll([tenant.receive({ Body: 'again' })])
  })
})
