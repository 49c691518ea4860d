import { randomUUID } from 'node:crypto'
import type { LiveEvent } from '@cloudpa/contracts/events'
import { startPrivatePostgres, startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

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
