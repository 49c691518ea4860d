import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askDatabase, withDatabase } from './database.js'
import type { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { Threads, type Thread } from './thread.js'

let threads: Threads
let twilio: SimulatedTwilio
let tenant: Tenant
let thread: Thread

beforeAll(async () => {
  threads = await Threads.prepare(18)
  twilio = threads.twilio
})

beforeEach(async () => {
  ;({ tenant, thread } = await threads.begin())
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
    for (const body of bodies) await thread.send(body)
    await waitFor(async () => (await twilio.taken(tenant)).length === bodies.length, { timeoutMs: 20_000 })
    expect((await twilio.taken(tenant)).map(({ body }) => body)).toEqual(bodies)
  })

  it.each([
    ['cuts the connection after taking it', { kind: 'accept-then-reset' }],
    ['takes it and never answers', { kind: 'accept-then-hang', delayMs: 4000 }],
  ])('sends once when Twilio %s', async (_, fault) => {
    await twilio.fault({ ...fault, match: { method: 'POST' } })
    const message = await thread.send('Exactly once')
    const sid = await thread.sidOf(message)
    const taken = await twilio.taken(tenant)
    expect(taken.map((one) => one.sid)).toEqual([sid])
  })

  it.each([
    ['cuts the connection', { kind: 'reset' }],
    ['answers 500', { kind: 'error', status: 500, code: 20500, message: 'Internal' }],
  ])('sends again, when Twilio’s list shows it never took it, after Twilio %s', async (_, fault) => {
    await twilio.fault({ ...fault, times: 1, match: { method: 'POST' } })
    await thread.sidOf(await thread.send('In the end'))
    expect(await twilio.taken(tenant)).toHaveLength(1)
  })

  it('shows a message as not confirmed when Twilio can’t be asked, and does not send it again', async () => {
    await twilio.fault({ kind: 'accept-then-reset', match: { method: 'POST', bodyIncludes: 'Did it leave' } })
    const unasked = { kind: 'error', status: 503, code: 20503, message: 'Unavailable', times: null }
    await twilio.fault({ ...unasked, match: { method: 'GET', pathIncludes: tenant.account.accountSid } })
    const message = await thread.send('Did it leave?')
    const { error } = await thread.settled(message, 'unconfirmed')
    expect(error?.message).toMatch(/never confirmed/)
    expect(await twilio.taken(tenant)).toHaveLength(1)
    await twilio.call('DELETE', '/faults')
    const [taken] = await twilio.taken(tenant)
    await twilio.report(taken?.sid ?? '', 'delivered')
    await thread.settled(message, 'delivered')
  })

  it('does not hold two equal texts for one', async () => {
    await thread.sidOf(await thread.send('ok'))
    await twilio.fault({ kind: 'reset', times: 1, match: { method: 'POST' } })
    await thread.sidOf(await thread.send('ok'))
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
    const { error } = await thread.settled(await thread.send('Hello?'), 'failed')
    expect(error).toMatchObject({
      code: '63024',
      retryable: false,
      message: expect.stringContaining('WhatsApp') as string,
    })
  })
})

describe('what Twilio took and gave up because too much was under way', () => {
  it('is sent again by itself, before what waits behind it, and its former sid means nothing any more', async () => {
    const message = await thread.send('Too fast')
    const former = await thread.sidOf(message)
    // It stays in line for a second or two, to be looked at.
    await askDatabase(threads.stack, 'UPDATE message SET attempts = 3 WHERE id = $1', [message.id])
    await twilio.report(former, 'failed', 63018)
    const { error, sid } = await thread.settled(message, 'failed')
    expect(error).toMatchObject({ code: '63018', retryable: true, step: 'wait' })
    expect([sid, Date.parse(error?.againAt ?? '') > 0]).toEqual([null, true])
    const behind = await thread.send('Behind')
    // Twilio's earlier reports come late.
    await twilio.report(former, 'sent')
    const present = await waitFor(async () => {
      const now = await thread.now(message)
      return now?.status === 'queued' && now.sid !== null && now.sid
    })
    expect(present).not.toBe(former)
    await thread.sidOf(behind)
    expect((await twilio.taken(tenant)).map(({ body }) => body)).toEqual(['Too fast', 'Too fast', 'Behind'])
    for (const late of ['undelivered', 'delivered', 'read']) await twilio.report(former, late)
    await twilio.report(present, 'sent')
    expect(await thread.settled(message, 'sent')).toMatchObject({ sid: present, error: null, readAt: null })
  })

  it('is not sent again when it was delivered after all', async () => {
    const message = await thread.send('Slow')
    const sid = await thread.sidOf(message)
    const putOff = `UPDATE message SET next_attempt_at = now() + interval '1 hour'
      WHERE id = $1 AND status = 'queued' AND error_code = '63017'`
    await withDatabase(threads.stack, async (client) => {
      await twilio.report(sid, 'undelivered', 63017)
      await waitFor(async () => (await client.query(putOff, [message.id])).rowCount === 1)
      await twilio.report(sid, 'sent')
      await twilio.report(sid, 'delivered')
      expect(await thread.settled(message, 'delivered')).toMatchObject({ sid, error: null })
    })
    expect(await twilio.taken(tenant)).toHaveLength(1)
  })

  it('fails in the end, and then somebody may send it again', async () => {
    const message = await thread.send('Never')
    const sid = await thread.sidOf(message)
    await askDatabase(threads.stack, 'UPDATE message SET attempts = 6 WHERE id = $1', [message.id])
    await twilio.report(sid, 'failed', 63018)
    const { error } = await thread.settled(message, 'failed')
    expect(error).toMatchObject({ code: '63018', retryable: true, step: 'retry', againAt: null })
    expect(await twilio.taken(tenant)).toHaveLength(1)
  })
})

it('Twilio is left alone for as long as it says', async () => {
  const busy = { kind: 'error', status: 429, code: 20429, message: 'Too Many Requests', retryAfterSec: 2 }
  await twilio.fault({ ...busy, match: { method: 'POST', bodyIncludes: 'Patience' } })
  const message = await thread.send('Patience')
  await withDatabase(threads.stack, (client) =>
    waitFor(async () => {
      const { rows } = await client.query<{ is: boolean }>(
        `SELECT next_attempt_at - claimed_at > interval '2 s' AS is FROM message
         WHERE id = $1 AND status = 'queued' AND attempts = 1`,
        [message.id],
      )
      return rows[0]?.is === true
    }),
  )
  await thread.sidOf(message)
  expect(await twilio.taken(tenant)).toHaveLength(1)
})

describe('an account that Twilio lets send nothing', () => {
  const shutOut = () =>
    twilio.fault({
      kind: 'error',
      status: 401,
      code: 20003,
      message: 'Authenticate',
      times: null,
      match: { method: 'POST', pathIncludes: tenant.account.accountSid },
    })
  const path = () => `/chat-accounts/${tenant.chatAccountId}`
  const alarm = () =>
    waitFor(async () => (await tenant.call<ChatAccount>('GET', path())).alarm, { what: 'an alarm' })

  it('raises one alarm, its messages wait, and leave in order when it is mended', async () => {
    await shutOut()
    const messages = []
    for (const body of ['One', 'Two', 'Three']) messages.push(await thread.send(body))
    expect(await alarm()).toMatchObject({
      code: '20003',
      kind: 'credentials',
      message: expect.stringContaining('Settings') as string,
    })
    for (const message of messages) expect((await thread.now(message))?.status).toBe('queued')
    await twilio.call('DELETE', '/faults')
    const { authToken } = tenant.account
    expect(await tenant.call('PATCH', path(), { authToken })).toMatchObject({ alarm: null })
    await Promise.all(messages.map((message) => thread.sidOf(message)))
    expect((await twilio.taken(tenant)).map(({ body }) => body)).toEqual(['One', 'Two', 'Three'])
    const { rowCount } = await withDatabase(threads.stack, (client) =>
      client.query(`SELECT FROM org_event WHERE org_id = $1 AND kind = 'chat-account'`, [tenant.orgId]),
    )
    // Of the alarm and of its end, besides what proving the number says.
    expect(rowCount).toBeLessThanOrEqual(4)
  })

  it('fails what has waited for half a day, with the reason', async () => {
    await shutOut()
    const message = await thread.send('Long ago')
    await alarm()
    const age = `UPDATE message SET occurred_at = now() - interval '13 hours', next_attempt_at = now()
      WHERE id = $1 AND status = 'queued'`
    await withDatabase(threads.stack, (client) =>
      waitFor(async () => (await client.query(age, [message.id])).rowCount === 1),
    )
    const { error } = await thread.settled(message, 'failed')
    expect(error).toMatchObject({ code: '20003', step: 'number', retryable: false })
  })

  it('is let in again by the check in Settings, or by the next message that gets through', async () => {
    await shutOut()
    const message = await thread.send('Later')
    await alarm()
    await twilio.call('DELETE', '/faults')
    expect(await tenant.call('POST', `${path()}/validate`)).toMatchObject({ ok: true })
    await thread.sidOf(message)
    expect((await tenant.call<ChatAccount>('GET', path())).alarm).toBeNull()
  })

  it('is let in again, and what Twilio asked to wait waits on', async () => {
    const busy = { kind: 'error', status: 429, code: 20429, message: 'Too Many Requests', retryAfterSec: 60 }
    await twilio.fault({ ...busy, match: { method: 'POST' } })
    const message = await thread.send('In a minute')
    await withDatabase(threads.stack, async (client) => {
      const rests = `SELECT FROM message WHERE id = $1 AND status = 'queued' AND attempts = 1
        AND next_attempt_at > now() + interval '30 seconds'`
      const isResting = async () => (await client.query(rests, [message.id])).rowCount === 1
      await waitFor(isResting, { what: 'a rest' })
      const raise = `UPDATE chat_account SET alarm_code = '20003', alarm_at = now(), alarm_ask_at = now() WHERE id = $1`
      await client.query(raise, [tenant.chatAccountId])
      expect(await tenant.call('POST', `${path()}/validate`)).toMatchObject({ ok: true })
      expect((await tenant.call<ChatAccount>('GET', path())).alarm).toBeNull()
      expect(await isResting()).toBe(true)
    })
  })
})

describe('a token that is missing', () => {
  it('fails a reply, and the reply says so', async () => {
    const { chatAccountId } = tenant
    await withDatabase(threads.stack, (client) =>
      client.query('UPDATE chat_account SET auth_token_sealed = NULL WHERE id = $1', [chatAccountId]),
    )
    const { error } = await thread.settled(await thread.send('With what?'), 'failed')
    expect(error).toMatchObject({
      code: 'no_auth_token',
      message: expect.stringMatching(/Auth Token/) as string,
    })
  })
})

describe('a token that can’t be opened', () => {
  it('keeps replies waiting until it is mended', async () => {
    await withDatabase(threads.stack, async (client) => {
      const exchange = (token: string) =>
        client.query<{ token: string }>(
          `UPDATE chat_account a SET auth_token_sealed = $2 FROM chat_account old
           WHERE a.id = $1 AND old.id = a.id RETURNING old.auth_token_sealed AS token`,
          [tenant.chatAccountId, token],
        )
      const { rows: others } = await client.query<{ token: string }>(
        'SELECT auth_token_sealed AS token FROM chat_account WHERE id <> $1 LIMIT 1',
        [tenant.chatAccountId],
      )
      // Sealed with the same key, but for another row.
      const own = await exchange(others[0]?.token ?? '')
      const message = await thread.send('Wait for it')
      const isTried = `SELECT 1 FROM message WHERE id = $1 AND attempts > 0`
      await waitFor(async () => (await client.query(isTried, [message.id])).rowCount === 1)
      expect((await thread.now(message))?.status).toBe('queued')
      await exchange(own.rows[0]?.token ?? '')
      await thread.sidOf(message)
    })
    expect(await twilio.taken(tenant)).toHaveLength(1)
  })
})
