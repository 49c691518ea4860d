import { randomUUID } from 'node:crypto'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { EventStream } from './event-stream.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

/** What a program knows that hears events and loads nothing. */
function heardBy(...streams: EventStream[]) {
  const conversations = new Map<string, Conversation>()
  const messages = new Map<string, Message>()
  for (const event of streams.flatMap(({ events }) => events)) {
    if (event.type === 'message') messages.set(event.message.id, event.message)
    if ('conversation' in event) conversations.set(event.conversation.id, event.conversation)
  }
  return { conversations, messages }
}

describe('a stream that was cut', () => {
  let stack: Stack
  let other: Stack
  let twilio: SimulatedTwilio
  beforeAll(async () => {
    const env = { ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}` }
    stack = await startStack({ simulator: true, env })
    other = await startStack({ databaseUrl: stack.databaseUrl, worker: false, env })
    twilio = new SimulatedTwilio(stack)
    await twilio.manualReceipts()
  })
  afterAll(async () => {
    await other?.stop()
    await stack?.stop()
  })

  const headOf = (tenant: Tenant) =>
    withDatabase(stack, async (client) => {
      const { rows } = await client.query<{ last: string }>('SELECT last FROM org_seq WHERE org_id = $1', [
        tenant.orgId,
      ])
      return Number(rows[0]?.last ?? 0)
    })

  const caughtUp = (tenant: Tenant, stream: EventStream) =>
    waitFor(
      async () => {
        const [head, heard] = [await headOf(tenant), stream.ids.at(-1)]
        if (heard !== head) throw new Error(`it heard ${heard} of ${head} events`)
        return true
      },
      { what: 'the latest event', timeoutMs: 30_000 },
    )

  /** Customers write, the org reads and replies, and Twilio reports: so many changes of some twenty conversations. */
  async function change(tenant: Tenant, count: number): Promise<void> {
    const { accountSid, externalPhoneId: to } = tenant.account
    const before = (await tenant.inbound()).length
    const forms = Math.ceil(count / 2)
    const load = { accountSid, to, count: forms, concurrency: 8, customers: 20, bodyPrefix: randomUUID() }
    await twilio.call('POST', '/load', load)
    await tenant.waitForInbound(before + forms, 60_000)
    const answered = (await tenant.conversations()).slice(0, 10)
    const sent = (await twilio.taken(tenant)).length + answered.length
    for (const { id } of answered) {
      await tenant.call('POST', `/messaging/conversations/${id}/read`)
      await tenant.call('POST', `/messaging/conversations/${id}/send`, {
        clientId: randomUUID(),
        body: 'Yes',
      })
    }
    await waitFor(async () => (await twilio.taken(tenant)).length === sent, { timeoutMs: 30_000 })
    const taken = await twilio.taken(tenant)
    for (const { sid } of taken) {
      for (const status of ['sent', 'delivered', 'read']) await twilio.report(sid, status)
    }
    // A callback is answered before it is worked off: what it changes would still come.
    const sids = taken.map(({ sid }) => sid)
    const unread = `SELECT FROM message WHERE sid = ANY($1) AND status <> 'read'`
    await withDatabase(stack, (client) =>
      waitFor(async () => (await client.query(unread, [sids])).rowCount === 0, { what: 'the last callback' }),
    )
  }

  /** All that the API answers with must be what the streams said of it, where they said anything. */
  async function expectTruth(tenant: Tenant, ...streams: EventStream[]): Promise<void> {
    const { conversations, messages } = heardBy(...streams)
    const shown = await tenant.conversations()
    expect(shown.map((conversation) => conversations.get(conversation.id))).toEqual(shown)
    for (const { id } of shown) {
      const thread = await tenant.messagesOf(id)
      expect(thread.map((message) => messages.get(message.id))).toEqual(thread)
    }
  }

  it('brings exactly what was missed, at another process too, and nothing of before', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    const first = await ann.openScreen()
    await change(ann, 20)
    await caughtUp(ann, first)
    first.close()
    const missedFrom = first.ids.at(-1) ?? 0
    await change(ann, 700)
    const head = await headOf(ann)
    // Under load more changes of one conversation become one event.
    expect(head - missedFrom).toBeGreaterThan(300)
    expect(head - missedFrom).toBeLessThanOrEqual(500)
    for (const { apiUrl } of [stack, other]) {
      const second = await EventStream.open(apiUrl, ann.apiKey, missedFrom)
      await caughtUp(ann, second)
      expect(second.events.some(({ type }) => type === 'resync')).toBe(false)
      await expectTruth(ann, first, second)
      second.close()
    }
    const third = await EventStream.open(other.apiUrl, ann.apiKey, head)
    await twilio.write(ann, '+15005550006', 'One more')
    await third.waitFor((event) => event.type === 'message', 'what came since')
    expect(third.events).toHaveLength(1)
    third.close()
  })

  it('misses and reorders nothing while writers are killed, wait and give up, at either process', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    await change(ann, 10)
    const streams = [await ann.openScreen(), await EventStream.open(other.apiUrl, ann.apiKey)]
    const { accountSid, externalPhoneId: to } = ann.account
    const before = (await ann.inbound()).length
    const load = { accountSid, to, count: 300, concurrency: 8, customers: 20, bodyPrefix: 'under fire' }
    const flood = twilio.call('POST', '/load', load)
    const record = `
      WITH drawn AS (UPDATE org_seq SET last = last + 1 WHERE org_id = $1 RETURNING last)
      INSERT INTO org_event (org_id, seq, kind) SELECT $1, last, 'chat-account' FROM drawn`
    for (let round = 0; round < 8; round += 1) {
      // Others of the org write meanwhile, and what they draw can't be seen before this one is decided.
      await withDatabase(stack, async (stranger) => {
        await stranger.query('BEGIN')
        await stranger.query(record, [ann.orgId])
        if (round % 2 === 0) await stack.processes.worker.kill('SIGKILL')
        await stranger.query(round % 3 === 0 ? 'ROLLBACK' : 'COMMIT')
      })
      if (round % 2 === 0) await stack.processes.worker.start()
    }
    await flood
    await ann.waitForInbound(before + 300, 60_000)
    for (const stream of streams) {
      await caughtUp(ann, stream)
      expect(stream.ids).toEqual([...stream.ids].toSorted((one, two) => one - two))
      const { messages } = heardBy(stream)
      const stored = (await ann.inbound()).filter(({ content }) => content.body.startsWith('under fire'))
      expect(stored).toHaveLength(300)
      expect(stored.filter(({ id }) => !messages.has(id))).toEqual([])
      stream.close()
    }
    const { rows } = await withDatabase(stack, (client) =>
      client.query('SELECT seq FROM org_event WHERE org_id = $1 ORDER BY seq', [ann.orgId]),
    )
    expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, index) => index + 1))
  })

  it('is told to load again when its last event is older than what is kept, too long ago, or of no time', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    await change(ann, 40)
    const head = await headOf(ann)
    await withDatabase(stack, (client) =>
      // Pruning may leave one among those that are gone.
      client.query('DELETE FROM org_event WHERE org_id = $1 AND seq < $2 AND seq <> 3', [
        ann.orgId,
        head - 5,
      ]),
    )
    for (const lastEventId of [1, 2, head - 7, head + 1_000]) {
      const stream = await EventStream.open(stack.apiUrl, ann.apiKey, lastEventId)
      await stream.waitFor(({ type }) => type === 'resync', `the word to load again after ${lastEventId}`)
      stream.close()
    }
    const kept = await EventStream.open(stack.apiUrl, ann.apiKey, head - 6)
    await caughtUp(ann, kept)
    expect(kept.events.some(({ type }) => type === 'resync')).toBe(false)
    kept.close()
  })
})
