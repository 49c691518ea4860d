import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import { startPrivatePostgres, startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loseQueue, withDatabase } from './database.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import { Tenant } from './tenant.js'

/** Short, so that a test sees in seconds what production does in minutes. */
const impatient = {
  JOB_LOCK_MS: '1500',
  JOB_STALLED_CHECK_MS: '700',
  SWEEP_INTERVAL_MS: '500',
  SWEEP_AGE_MS: '500',
  SEND_SETTLE_MS: '1500',
  SEND_BACKOFF_MS: '100',
  TWILIO_TIMEOUT_MS: '1000',
}

/** Waits until a query of the product stands still before our lock. */
function waitUntilBlocked(client: pg.Client): Promise<unknown> {
  return waitFor(
    async () => {
      const { rowCount } = await client.query(
        `SELECT 1 FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
      return (rowCount ?? 0) > 0
    },
    { what: 'a worker in the middle of its job', timeoutMs: 20_000 },
  )
}

describe('kill -9', () => {
  let stack: Stack
  let twilio: SimulatedTwilio
  beforeAll(async () => {
    stack = await startStack({ simulator: true, env: impatient })
    twilio = new SimulatedTwilio(stack)
  })
  afterAll(() => stack.stop())

  it('of the worker, five times in the middle of the same job, loses and doubles nothing', async () => {
    const tenant = await Tenant.create(stack)
    await withDatabase(stack, async (client) => {
      await client.query('BEGIN; LOCK TABLE message IN SHARE ROW EXCLUSIVE MODE')
      const bodies = Array.from({ length: 20 }, (_, index) => `message ${index}`)
      for (const Body of bodies) expect((await tenant.receive({ Body })).status).toBe(200)
      for (let round = 0; round < 5; round += 1) {
        await waitUntilBlocked(client)
        await stack.processes.worker.kill('SIGKILL')
        await client.query(`
          SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
          WHERE NOT granted AND datname = current_database()`)
        await stack.processes.worker.start()
      }
      await client.query('ROLLBACK')
      const messages = await tenant.waitForInbound(bodies.length, 30_000)
      expect(messages.map(({ content }) => content.body)).toEqual(bodies)
      expect((await tenant.conversations())[0]?.unreadCount).toBe(bodies.length)
    })
  })

  it('of the API right after a 200 loses nothing it acknowledged', async () => {
    const tenant = await Tenant.create(stack)
    const acknowledged: string[] = []
    for (let round = 0; round < 4; round += 1) {
      const posts = Array.from({ length: 25 }, async (_, index) => {
        const Body = `round ${round} message ${index}`
        const answer = await tenant.receive({ Body }).catch(() => undefined)
        if (answer?.status === 200) acknowledged.push(Body)
      })
      await Promise.race(posts)
      await stack.processes.api.kill('SIGKILL')
      await Promise.all(posts)
      await stack.processes.api.start()
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(4)
    const bodies = await waitFor(
      async () => {
        const there = (await tenant.inbound()).map(({ content }) => content.body)
        return acknowledged.every((body) => there.includes(body)) && there
      },
      { timeoutMs: 20_000, what: 'every acknowledged message' },
    )
    expect(new Set(bodies).size).toBe(bodies.length)
  })

  it('of the worker in the middle of a call to Twilio sends once', async () => {
    const [tenant] = (await twilio.connect(1)) as [Tenant]
    await twilio.write(tenant, '+15005550006', 'Hi')
    await tenant.waitForInbound(1)
    const conversationId = (await tenant.conversations())[0]?.id ?? ''
    for (const kind of ['accept-then-hang', 'hang'] as const) {
      await twilio.fault({ kind, delayMs: 60_000, match: { method: 'POST' } })
      const body = `killed while Twilio does ${kind}`
      await tenant.call<Message>('POST', `/messaging/conversations/${conversationId}/send`, {
        clientId: randomUUID(),
        body,
      })
      await waitFor(async () => {
        const { rows } = await withDatabase(stack, (client) =>
          client.query(`SELECT 1 FROM message WHERE body = $1 AND status = 'sending'`, [body]),
        )
        return rows.length > 0
      })
      await stack.processes.worker.kill('SIGKILL')
      await stack.processes.worker.start()
      await waitFor(
        async () =>
          (await tenant.messagesOf(conversationId)).some(
            (one) => one.content.body === body && one.sid !== null,
          ),
        { timeoutMs: 30_000, what: 'the settled message' },
      )
      expect((await twilio.taken(tenant)).filter((one) => one.body === body)).toHaveLength(1)
    }
  })

  it('of nobody: the loss of the whole queue loses nothing either', async () => {
    const tenant = await Tenant.create(stack)
    await stack.processes.worker.stop()
    for (const Body of ['one', 'two']) expect((await tenant.receive({ Body })).status).toBe(200)
    await loseQueue(stack)
    await stack.processes.worker.start()
    expect((await tenant.waitForInbound(2)).map(({ content }) => content.body)).toEqual(['one', 'two'])
  })
})

describe('a stop and start of PostgreSQL', () => {
  it('loses nothing that was acknowledged, and needs nobody', async () => {
    const postgres = await startPrivatePostgres()
    const stack = await startStack({ databaseUrl: postgres.url, env: impatient })
    try {
      const tenant = await Tenant.create(stack)
      expect((await tenant.receive({ Body: 'before' })).status).toBe(200)
      await tenant.waitForInbound(1)
      await postgres.stop()
      const refused = await tenant.receive({ Body: 'meanwhile' })
      expect(refused.status).toBe(503)
      await postgres.start()
      await waitFor(
        async () => (await tenant.receive({ Body: 'after', MessageSid: 'SMafter' })).status === 200,
        { timeoutMs: 20_000 },
      )
      const bodies = (await tenant.waitForInbound(2, 30_000)).map(({ content }) => content.body)
      expect(bodies).toEqual(['before', 'after'])
    } finally {
      await stack.stop()
      await postgres.remove()
    }
  })
})
