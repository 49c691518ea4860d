import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import pg from 'pg'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { postForm } from './post-form.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

let stack: SharedStack
let twilio: SimulatedTwilio
let spare: Tenant[]
let tenant: Tenant
let conversationId: string

beforeAll(async () => {
  stack = await sharedStack()
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  spare = await twilio.connect(25)
})

beforeEach(async () => {
  tenant = spare.pop() as Tenant
  await twilio.write(tenant, '+15005550006', 'Are you there?')
  await tenant.waitForInbound(1)
  conversationId = (await tenant.conversations())[0]?.id ?? ''
})

const send = (body: string, clientId: string = randomUUID()) =>
  tenant.call<Message>('POST', `/messaging/conversations/${conversationId}/send`, { clientId, body })

async function messageBy(clientId: string | null): Promise<Message | undefined> {
  return (await tenant.messagesOf(conversationId)).find((message) => message.clientId === clientId)
}

async function settled(message: Message, status: string): Promise<Message> {
  return waitFor(
    async () => {
      const now = await messageBy(message.clientId)
      if (now?.status !== status) throw new Error(`it is ${JSON.stringify(now)}`)
      return now
    },
    { timeoutMs: 40_000, what: `status ${status}` },
  )
}

const withSid = (message: Message) =>
  waitFor(async () => (await messageBy(message.clientId))?.sid, { what: 'a sid', timeoutMs: 20_000 })

describe('a reply', () => {
  it('is a row, one call to Twilio with our id in its callback address, and ticks', async () => {
    const message = await send('Yes, I am')
    expect(message).toMatchObject({ direction: 'outbound', status: 'queued', sid: null, body: 'Yes, I am' })
    const sid = await withSid(message)
    const [taken, ...more] = await twilio.taken(tenant)
    expect(more).toEqual([])
    expect(taken).toMatchObject({ sid, body: 'Yes, I am', to: 'whatsapp:+15005550006' })
    for (const status of ['sent', 'delivered', 'read']) {
      await twilio.report(sid, status)
      await settled(message, status)
    }
  })

  it('sends once, however often and however fast it is asked', async () => {
    const clientId = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('Once', clientId)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    await withSid(answers[0] as Message)
    await send('Once', clientId)
    await withSid(await send('After it'))
    expect((await twilio.taken(tenant)).map(({ body }) => body)).toEqual(['Once', 'After it'])
  })

  it('refuses a clientId that was used for another text', async () => {
    await send('One', 'same')
    const path = `/messaging/conversations/${conversationId}/send`
    expect(await tenant.refusal('POST', path, { clientId: 'same', body: 'Two' })).toMatchObject({
      status: 409,
      code: 'conflict',
    })
  })

  it('is its author’s: the same clientId of somebody else is another message', async () => {
    const owner = await tenant.owner()
    const path = `/api/v1/messaging/conversations/${conversationId}/send`
    const mine = await send('From a program', 'one')
    const { body: theirs } = await owner.post<Message>(path, { clientId: 'one', body: 'From a person' })
    expect(theirs.id).not.toBe(mine.id)
    expect([mine, theirs]).toMatchObject([{ author: { kind: 'api_key' } }, { author: { kind: 'member' } }])
    expect((await tenant.inbound())[0]).toMatchObject({ author: { kind: 'customer' } })
    await waitFor(async () => (await twilio.taken(tenant)).length === 2)
  })

  it('leaves in the order it was written', async () => {
    const bodies = Array.from({ length: 12 }, (_, index) => `part ${index}`)
    for (const body of bodies) await send(body)
    await waitFor(async () => (await twilio.taken(tenant)).length === bodies.length)
    expect((await twilio.taken(tenant)).map(({ body }) => body)).toEqual(bodies)
  })

  it('says what is wrong with what can’t be sent', async () => {
    const path = `/messaging/conversations/${conversationId}/send`
    for (const body of ['', '   ', 'x'.repeat(1601), 'nul \0', 'half \ud83d']) {
      const refusal = await tenant.refusal('POST', path, { clientId: randomUUID(), body })
      expect(refusal, JSON.stringify(body)).toMatchObject({ status: 400, code: 'invalid_request' })
      expect(refusal.message).toMatch(/^body: [A-Z]/)
    }
  })
})

describe('statuses', () => {
  it('only move forward, whatever order the callbacks come in', async () => {
    const message = await send('Out of order')
    const sid = await withSid(message)
    for (const status of ['read', 'delivered', 'sent', 'queued', 'failed'])
      await twilio.report(sid, status, status === 'failed' ? 30008 : undefined)
    const read = await settled(message, 'read')
    expect(read).toMatchObject({ error: null, sentAt: null, deliveredAt: null, failedAt: null })
    expect(Date.parse(read.readAt ?? '')).toBeGreaterThanOrEqual(Date.parse(read.occurredAt))
    expect(read.revision).toBeGreaterThan(message.revision)
  })

  it('say in a sentence why a message failed, though Twilio sends no message', async () => {
    const message = await send('Too late')
    await twilio.report(await withSid(message), 'failed', 63016)
    const { error } = await settled(message, 'failed')
    expect(error).toMatchObject({ code: '63016', message: expect.stringContaining('24 hours') as string })
  })

  it('are believed only with the signature of the account that sent', async () => {
    const message = await send('Mine')
    const sid = await withSid(message)
    const other = spare.pop() as Tenant
    const form = new URLSearchParams({
      MessageSid: sid,
      MessageStatus: 'read',
      AccountSid: other.account.accountSid,
      From: other.account.externalPhoneId,
    })
    const url = `${stack.apiUrl}/api/v1/messaging/webhook/whatsapp/status`
    for (const address of [url, `${url}?org=${tenant.orgId}&message=${message.id}`]) {
      await postForm(address, form.toString(), { authToken: other.account.authToken })
      expect((await postForm(address, form.toString(), { authToken: 'wrong' })).status).toBe(400)
    }
    await twilio.report(sid, 'sent')
    expect((await settled(message, 'sent')).status).toBe('sent')
  })

  it('find their message by its sid, or by our id before we know the sid', async () => {
    await twilio.fault({
      kind: 'accept-then-hang',
      match: { method: 'POST', bodyIncludes: 'Slow answer' },
      delayMs: 3000,
    })
    const message = await send('Slow answer')
    const taken = await waitFor(async () => (await twilio.taken(tenant))[0])
    await twilio.report(taken.sid, 'delivered')
    expect(await settled(message, 'delivered')).toMatchObject({ sid: taken.sid })
    expect(await twilio.taken(tenant)).toHaveLength(1)
  })
})

describe('trouble at Twilio', () => {
  it('backs off when Twilio says it is busy, and keeps the order', async () => {
    await twilio.fault({
      kind: 'error',
      status: 429,
      code: 20429,
      message: 'Too Many Requests',
      times: 2,
      match: { method: 'POST' },
    })
    const bodies = ['first', 'second', 'third']
    for (const body of bodies) await send(body)
    await waitFor(async () => (await twilio.taken(tenant)).length === bodies.length, { timeoutMs: 20_000 })
    expect((await twilio.taken(tenant)).map(({ body }) => body)).toEqual(bodies)
  })

  it.each([
    ['cuts the connection after taking it', { kind: 'accept-then-reset' }],
    ['takes it and never answers', { kind: 'accept-then-hang', delayMs: 4000 }],
  ])('sends once when Twilio %s', async (_, fault) => {
    await twilio.fault({ ...fault, match: { method: 'POST' } })
    const message = await send('Exactly once')
    const sid = await withSid(message)
    const taken = await twilio.taken(tenant)
    expect(taken.map((one) => one.sid)).toEqual([sid])
  })

  it.each([
    ['cuts the connection', { kind: 'reset' }],
    ['answers 500', { kind: 'error', status: 500, code: 20500, message: 'Internal' }],
  ])('sends again, when Twilio’s list shows it never took it, after Twilio %s', async (_, fault) => {
    await twilio.fault({ ...fault, times: 1, match: { method: 'POST' } })
    await withSid(await send('In the end'))
    expect(await twilio.taken(tenant)).toHaveLength(1)
  })

  it('shows a message as not confirmed when Twilio can’t be asked, and does not send it again', async () => {
    await twilio.fault({ kind: 'accept-then-reset', match: { method: 'POST', bodyIncludes: 'Did it leave' } })
    const unasked = { kind: 'error', status: 503, code: 20503, message: 'Unavailable', times: null }
    await twilio.fault({ ...unasked, match: { method: 'GET', pathIncludes: tenant.account.accountSid } })
    const message = await send('Did it leave?')
    const { error } = await settled(message, 'unconfirmed')
    expect(error?.message).toMatch(/never said/)
    expect(await twilio.taken(tenant)).toHaveLength(1)
    await twilio.call('DELETE', '/faults')
    const [taken] = await twilio.taken(tenant)
    await twilio.report(taken?.sid ?? '', 'delivered')
    await settled(message, 'delivered')
  })

  it('does not hold two equal texts for one', async () => {
    await withSid(await send('ok'))
    await twilio.fault({ kind: 'reset', times: 1, match: { method: 'POST' } })
    await withSid(await send('ok'))
    expect(await twilio.taken(tenant)).toHaveLength(2)
  })

  it('says at once what can’t be helped', async () => {
    await twilio.fault({
      kind: 'error',
      status: 400,
      code: 63024,
      message: 'Invalid message recipient',
      match: { method: 'POST' },
    })
    const { error } = await settled(await send('Hello?'), 'failed')
    expect(error).toMatchObject({
      code: '63024',
      retryable: false,
      message: expect.stringContaining('WhatsApp') as string,
    })
  })
})

describe('a token that can’t be opened', () => {
  it('keeps replies waiting until it is mended', async () => {
    const database = new pg.Client({ connectionString: stack.databaseUrl })
    await database.connect()
    const exchange = (token: string) =>
      database.query<{ token: string }>(
        `UPDATE chat_account a SET auth_token_sealed = $2 FROM chat_account old
         WHERE a.id = $1 AND old.id = a.id RETURNING old.auth_token_sealed AS token`,
        [tenant.chatAccountId, token],
      )
    const { rows: others } = await database.query<{ token: string }>(
      'SELECT auth_token_sealed AS token FROM chat_account WHERE id <> $1 LIMIT 1',
      [tenant.chatAccountId],
    )
    // Sealed with the same key, but for another row.
    const own = await exchange(others[0]?.token ?? '')
    const message = await send('Wait for it')
    const isTried = `SELECT 1 FROM message WHERE id = $1 AND attempts > 0`
    await waitFor(async () => (await database.query(isTried, [message.id])).rowCount === 1)
    expect((await messageBy(message.clientId))?.status).toBe('queued')
    await exchange(own.rows[0]?.token ?? '')
    await withSid(message)
    await database.end()
    expect(await twilio.taken(tenant)).toHaveLength(1)
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
    const database = new pg.Client({ connectionString: stack.databaseUrl })
    await database.connect()
    await database.query(
      `UPDATE conversation SET last_inbound_at = now() - interval '24 hours 1 second' WHERE id = $1`,
      [conversationId],
    )
    await database.end()
    const path = `/messaging/conversations/${conversationId}/send`
    expect(await tenant.refusal('POST', path, { clientId: 'late', body: 'Hi' })).toMatchObject({
      status: 409,
      code: 'window_closed',
    })
    await twilio.write(tenant, '+15005550006', 'Me again')
    await tenant.waitForInbound(2)
    await withSid(await send('Welcome back'))
  })

  it('lasts 24 hours from the customer’s message, and not from ours', async () => {
    const before = (await tenant.conversations())[0]
    const [inbound] = await tenant.inbound()
    expect(Date.parse(before?.windowExpiresAt ?? '') - Date.parse(inbound?.occurredAt ?? '')).toBe(
      24 * 60 * 60 * 1000,
    )
    await withSid(await send('Ours'))
    expect((await tenant.conversations())[0]?.windowExpiresAt).toBe(before?.windowExpiresAt)
  })
})
