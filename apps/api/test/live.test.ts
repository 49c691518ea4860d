import { randomUUID } from 'node:crypto'
import type { LiveEvent } from '@cloudpa/contracts/events'
import { startPrivatePostgres, startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { EventStream } from './event-stream.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import { Tenant } from './tenant.js'

const messageWith = (body: string, status?: string) => (event: LiveEvent) =>
  event.type === 'message' &&
  event.message.content.body === body &&
  (status === undefined || event.message.status === status)

describe('open screens', () => {
  let stack: Stack
  let twilio: SimulatedTwilio
  beforeAll(async () => {
    stack = await startStack({ simulator: true, env: { LIVE_HEARTBEAT_MS: '200' } })
    twilio = new SimulatedTwilio(stack)
    await twilio.manualReceipts()
  })
  afterAll(() => stack.stop())

  it('all hear what happens in their org, and nothing of another', async () => {
    const [ann, bob] = (await twilio.connect(2)) as [Tenant, Tenant]
    const [desk, phone, stranger] = await Promise.all([ann.openScreen(), ann.openScreen(), bob.openScreen()])
    await twilio.write(ann, '+15005550006', 'Hello Ann')
    for (const screen of [desk, phone]) {
      const event = await screen.waitFor(messageWith('Hello Ann'), 'the message')
      expect(event).toMatchObject({
        conversation: { unreadCount: 1, lastMessage: { content: { body: 'Hello Ann' } } },
      })
    }
    const [conversation] = await ann.conversations()
    await ann.call('POST', `/messaging/conversations/${conversation?.id}/send`, {
      clientId: randomUUID(),
      body: 'Hi',
    })
    for (const screen of [desk, phone]) await screen.waitFor(messageWith('Hi', 'queued'), 'the reply')
    const taken = await waitFor(async () => (await twilio.taken(ann))[0])
    for (const status of ['sent', 'delivered', 'read']) {
      await twilio.report(taken.sid, status)
      for (const screen of [desk, phone])
        await screen.waitFor(messageWith('Hi', status), `the tick ${status}`)
    }
    await ann.call('POST', `/messaging/conversations/${conversation?.id}/read`)
    const isRead = (event: LiveEvent) => event.type === 'conversation' && event.conversation.unreadCount === 0
    await phone.waitFor(isRead, 'the unread count on the other screen')
    // What Bob's screen hears now would have come behind anything it should not have heard.
    await twilio.write(bob, '+15005550006', 'Hello Bob')
    await stranger.waitFor(messageWith('Hello Bob'), 'his own message')
    expect(stranger.events).toHaveLength(1)
    for (const screen of [desk, phone, stranger]) screen.close()
  })

  it('hear of a customer’s new name in every conversation of theirs', async () => {
    const tenant = await Tenant.create(stack)
    await tenant.receive({ Body: 'Hi', ProfileName: 'Ann' })
    await tenant.waitForInbound(1)
    const [{ id } = { id: '' }] = await tenant.conversations()
    const [number, other] = [randomUUID(), randomUUID()]
    await withDatabase(stack, async (client) => {
      await client.query(
        `INSERT INTO chat_account (org_id, id, external_phone_id, address, account_sid, updated_at)
         VALUES ($1, $2, 'whatsapp:+15005550009', '+15005550009', $3, now())`,
        [tenant.orgId, number, `AC${number}`],
      )
      await client.query(
        `INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position, last_message_at)
         SELECT org_id, $2, contact_id, $3, reply_address, last_position, last_message_at FROM conversation WHERE id = $1`,
        [id, other, number],
      )
      await tenant.receive({ Body: 'Hi again', ProfileName: 'Anna' })
      await tenant.waitForInbound(2)
      const { rows } = await client.query<{ kind: string; about: string }>(
        `SELECT kind, conversation_id AS about FROM org_event
         WHERE org_id = $1 AND kind <> 'chat-account' ORDER BY seq OFFSET 1`,
        [tenant.orgId],
      )
      expect(rows).toHaveLength(2)
      expect(rows).toEqual(
        expect.arrayContaining([
          { kind: 'message', about: id },
          { kind: 'conversation', about: other },
        ]),
      )
    })
  })

  it('hear at once beside one that comes back from too far behind, again and again', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    // As if the thousand events before were no longer kept.
    await withDatabase(stack, (client) =>
      client.query(
        'INSERT INTO org_seq (org_id, last) VALUES ($1, 1000) ON CONFLICT (org_id) DO UPDATE SET last = 1000',
        [ann.orgId],
      ),
    )
    const desk = await ann.openScreen()
    const over = new AbortController()
    const comeBack = async () => {
      while (!over.signal.aborted) {
        const far = await EventStream.open(stack.apiUrl, ann.apiKey, 1)
        await far.waitFor(({ type }) => type === 'resync', 'the word to load again')
        far.close()
      }
    }
    const comingBack = comeBack()
    for (let index = 0; index < 10; index += 1) {
      await twilio.write(ann, '+15005550006', `Message ${index}`)
      await desk.waitFor(messageWith(`Message ${index}`), `message ${index}`)
    }
    over.abort()
    await comingBack
    desk.close()
  }, 10_000)

  it('do not keep the API from stopping', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    const screen = await ann.openScreen()
    await stack.processes.api.stop()
    expect(await stack.processes.api.exited).toEqual({ code: 0, signal: null })
    await waitFor(() => screen.closed)
    await stack.processes.api.start()
  })

  it('close for who may not listen any more', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    const [staying, leaving] = [await ann.openScreen(), await ann.openScreen(await ann.newApiKey())]
    const { items } = await ann.call<{ items: { id: string; name: string }[] }>('GET', '/api-keys')
    const key = items.find(({ name }) => name === 'another')
    await (await ann.owner()).ask('DELETE', `/api/v1/api-keys/${key?.id}`)
    await waitFor(() => leaving.closed)
    expect(staying.closed).toBe(false)
    staying.close()
  })

  it('answer HEAD without staying open', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    expect((await ann.fetch('HEAD', '/messaging/events')).status).toBe(200)
  })

  it('are not open to who has no key', async () => {
    expect((await fetch(`${stack.apiUrl}/api/v1/messaging/events`)).status).toBe(401)
  })
})

describe('a screen that was cut off', () => {
  it('hears what comes after the database was away', async () => {
    const postgres = await startPrivatePostgres()
    const stack = await startStack({ databaseUrl: postgres.url, simulator: true })
    try {
      const twilio = new SimulatedTwilio(stack)
      const [ann] = (await twilio.connect(1)) as [Tenant]
      const screen = await ann.openScreen()
      await postgres.stop()
      await postgres.start()
      await twilio.write(ann, '+15005550006', 'Still there?')
      await screen.waitFor(messageWith('Still there?'), 'a message over the new connection')
      screen.close()
    } finally {
      await stack.stop()
      await postgres.remove()
    }
  })
})
