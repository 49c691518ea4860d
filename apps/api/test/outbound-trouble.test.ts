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
  threads = await Threads.prepare(10)
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
    expect(error?.message).toMatch(/never said/)
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
