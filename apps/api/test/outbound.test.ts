import { randomUUID } from 'node:crypto'
import type { Ledger } from '@cloudpa/contracts/ledger'
import type { Message } from '@cloudpa/contracts/messages'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import type { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { Threads, type Thread } from './thread.js'

let threads: Threads
let twilio: SimulatedTwilio
let tenant: Tenant
let thread: Thread

beforeAll(async () => {
  threads = await Threads.prepare(12)
  twilio = threads.twilio
})

beforeEach(async () => {
  ;({ tenant, thread } = await threads.begin())
})

describe('a reply', () => {
  it('is a row, one call to Twilio with our id in its callback address, and ticks', async () => {
    const message = await thread.send('Yes, I am')
    const content = { kind: 'text', v: 1, body: 'Yes, I am' }
    expect(message).toMatchObject({ direction: 'outbound', status: 'queued', sid: null, content })
    const sid = await thread.sidOf(message)
    const [taken, ...more] = await twilio.taken(tenant)
    expect(more).toEqual([])
    expect(taken).toMatchObject({ sid, body: 'Yes, I am', to: 'whatsapp:+15005550006' })
    for (const status of ['sent', 'delivered', 'read']) {
      await twilio.report(sid, status)
      await thread.settled(message, status)
    }
  })

  it('has a ledger, as what it answers has', async () => {
    const ledgerOf = (id: string) => tenant.call<Ledger>('GET', `/messaging/messages/${id}/ledger`)
    const message = await thread.send('Yes, I am')
    const sid = await thread.sidOf(message)
    await twilio.report(sid, 'delivered')
    await thread.settled(message, 'delivered')
    await twilio.report(sid, 'sent')
    const sent = await waitFor(async () => {
      const ledger = await ledgerOf(message.id)
      return ledger.entries.filter(({ kind }) => kind === 'report').length >= 2 && ledger
    })
    expect(sent).toMatchObject({ sid, accountSid: tenant.account.accountSid, readHere: null, price: null })
    const steps = sent.entries.map(({ kind, status }) => (status ? `${kind} ${status}` : kind))
    expect(steps).toEqual(['written', 'attempt', 'taken', 'report delivered', 'report sent'])
    for (const { waitedMs } of sent.entries.slice(3)) expect(waitedMs).toBeGreaterThanOrEqual(0)
    const [asked] = await tenant.inbound()
    const heard = await ledgerOf(asked?.id ?? '')
    expect(heard).toMatchObject({ sid: asked?.sid, readHere: false, entries: [{ kind: 'form' }] })
    expect(heard.entries[0]?.waitedMs).toBeGreaterThanOrEqual(0)
    await tenant.call('POST', `/messaging/conversations/${thread.conversationId}/read`, {})
    expect(await ledgerOf(asked?.id ?? '')).toMatchObject({ readHere: true })
  })

  it('sends once, however often and however fast it is asked', async () => {
    const clientId = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => thread.send('Once', clientId)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    await thread.sidOf(answers[0] as Message)
    await thread.send('Once', clientId)
    await thread.sidOf(await thread.send('After it'))
    expect((await twilio.taken(tenant)).map(({ body }) => body)).toEqual(['Once', 'After it'])
  })

  it('refuses a clientId that was used for another text', async () => {
    await thread.send('One', 'same')
    const path = thread.sendPath
    expect(await tenant.refusal('POST', path, { clientId: 'same', body: 'Two' })).toMatchObject({
      status: 409,
      code: 'conflict',
    })
  })

  it('is its author’s: the same clientId of somebody else is another message', async () => {
    const owner = await tenant.owner()
    const path = `/api/v1/messaging/conversations/${thread.conversationId}/send`
    const mine = await thread.send('From a program', 'one')
    const { body: theirs } = await owner.post<Message>(path, { clientId: 'one', body: 'From a person' })
    expect(theirs.id).not.toBe(mine.id)
    expect([mine, theirs]).toMatchObject([{ author: { kind: 'api_key' } }, { author: { kind: 'member' } }])
    expect((await tenant.inbound())[0]).toMatchObject({ author: { kind: 'customer' } })
    await waitFor(async () => (await twilio.taken(tenant)).length === 2)
  })

  it('leaves in the order it was written', async () => {
    const bodies = Array.from({ length: 12 }, (_, index) => `part ${index}`)
    for (const body of bodies) await thread.send(body)
    await waitFor(async () => (await twilio.taken(tenant)).length === bodies.length)
    expect((await twilio.taken(tenant)).map(({ body }) => body)).toEqual(bodies)
  })

  it('is refused at a number that is off, and in other words at one that is removed', async () => {
    const refusal = () => tenant.refusal('POST', thread.sendPath, { clientId: randomUUID(), body: 'Hi' })
    const path = `/chat-accounts/${tenant.chatAccountId}`
    await tenant.call('PATCH', path, { active: false })
    expect(await refusal()).toMatchObject({
      code: 'account_inactive',
      message: expect.stringMatching(/Turn it on/) as string,
    })
    await tenant.call('DELETE', path)
    expect(await refusal()).toMatchObject({
      code: 'account_inactive',
      message: expect.stringMatching(/removed/) as string,
    })
  })

  it('says what is wrong with what can’t be sent', async () => {
    const path = thread.sendPath
    for (const body of ['', '   ', 'x'.repeat(65_537), 'nul \0', 'half \ud83d']) {
      const refusal = await tenant.refusal('POST', path, { clientId: randomUUID(), body })
      expect(refusal, JSON.stringify(body)).toMatchObject({ status: 400, code: 'invalid_request' })
      expect(refusal.message).toMatch(/^body: [A-Z]/)
    }
  })
})

describe('sending by address', () => {
  it('waits for Twilio when told to, and answers with the outcome', async () => {
    const path = '/messaging/send'
    const sent = await tenant.call<Message>('POST', path, {
      to: 'whatsapp:+15005550006',
      body: 'Now',
      clientId: 'now-1',
      immediate: true,
    })
    expect(sent.sid).toMatch(/^SM/)
    await twilio.fault({
      kind: 'error',
      status: 400,
      code: 21211,
      message: 'Invalid To',
      match: { method: 'POST' },
    })
    const refused = await tenant.call<Message>('POST', path, {
      to: '+15005550006',
      body: 'Never',
      clientId: 'now-2',
      immediate: true,
    })
    expect(refused).toMatchObject({ status: 'failed', error: { code: '21211' } })
  })

  it('refuses who never wrote', async () => {
    const refusal = await tenant.refusal('POST', '/messaging/send', {
      to: '+15005550999',
      body: 'Hi',
      clientId: 'cold',
    })
    expect(refusal).toMatchObject({ status: 409, code: 'window_closed' })
  })
})

describe('the 24-hour window', () => {
  it('closes free text after a day, and opens again when the customer writes', async () => {
    await withDatabase(threads.stack, (client) =>
      client.query(
        `UPDATE conversation SET last_inbound_at = now() - interval '24 hours 1 second' WHERE id = $1`,
        [thread.conversationId],
      ),
    )
    const path = thread.sendPath
    expect(await tenant.refusal('POST', path, { clientId: 'late', body: 'Hi' })).toMatchObject({
      status: 409,
      code: 'window_closed',
    })
    await twilio.write(tenant, '+15005550006', 'Me again')
    await tenant.waitForInbound(2)
    await thread.sidOf(await thread.send('Welcome back'))
  })

  it('lasts 24 hours from the customer’s message, and not from ours', async () => {
    const before = (await tenant.conversations())[0]
    const [inbound] = await tenant.inbound()
    expect(Date.parse(before?.windowExpiresAt ?? '') - Date.parse(inbound?.occurredAt ?? '')).toBe(
      24 * 60 * 60 * 1000,
    )
    await thread.sidOf(await thread.send('Ours'))
    expect((await tenant.conversations())[0]?.windowExpiresAt).toBe(before?.windowExpiresAt)
  })
})
