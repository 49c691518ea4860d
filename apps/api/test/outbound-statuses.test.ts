import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { postForm } from './post-form.js'
import type { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { Threads, type Thread } from './thread.js'

let threads: Threads
let twilio: SimulatedTwilio
let tenant: Tenant
let thread: Thread

beforeAll(async () => {
  threads = await Threads.prepare(6)
  twilio = threads.twilio
})

beforeEach(async () => {
  ;({ tenant, thread } = await threads.begin())
})

describe('statuses', () => {
  it('only move forward, whatever order the callbacks come in', async () => {
    const message = await thread.send('Out of order')
    const sid = await thread.sidOf(message)
    for (const status of ['read', 'delivered', 'sent', 'queued', 'failed'])
      await twilio.report(sid, status, status === 'failed' ? 30008 : undefined)
    const read = await thread.settled(message, 'read')
    expect(read).toMatchObject({ error: null, sentAt: null, deliveredAt: null, failedAt: null })
    expect(Date.parse(read.readAt ?? '')).toBeGreaterThanOrEqual(Date.parse(read.occurredAt))
    expect(read.revision).toBeGreaterThan(message.revision)
  })

  it('end as read in each of the 24 orders of four callbacks, also where a callback is the first to tell the sid', async () => {
    const orders = permutationsOf(['queued', 'sent', 'delivered', 'read'])
    const messages = []
    for (const order of orders) messages.push(await thread.send(order.join(' ')))
    const taken = await waitFor(
      async () => {
        const there = await twilio.taken(tenant)
        return there.length === orders.length && there
      },
      { timeoutMs: 30_000, what: 'all at Twilio' },
    )
    const forget = `UPDATE message SET sid = NULL, status = 'sending', next_attempt_at = now() + interval '10 minutes'
      WHERE sid = $1`
    await Promise.all(messages.map((message) => thread.sidOf(message)))
    // As if the worker had died before it wrote Twilio's answer.
    await withDatabase(threads.stack, async (client) => {
      for (const { sid } of taken.filter((_, at) => at % 2 === 0)) await client.query(forget, [sid])
    })
    await Promise.all(
      taken.map(async ({ sid, body }) => {
        for (const status of body.split(' ')) await twilio.report(sid, status)
      }),
    )
    for (const message of messages) {
      const { sid, error } = await thread.settled(message, 'read')
      expect([taken.some((one) => one.sid === sid), error]).toEqual([true, null])
    }
    expect(await twilio.taken(tenant)).toHaveLength(orders.length)
  })

  it('say in a sentence why a message failed, though Twilio sends no message', async () => {
    const message = await thread.send('Too late')
    await twilio.report(await thread.sidOf(message), 'failed', 63016)
    const { error } = await thread.settled(message, 'failed')
    expect(error).toMatchObject({ code: '63016', message: expect.stringContaining('24 hours') as string })
  })

  it('are believed only with the signature of the account that sent', async () => {
    const message = await thread.send('Mine')
    const sid = await thread.sidOf(message)
    const other = threads.anotherTenant()
    const form = new URLSearchParams({
      MessageSid: sid,
      MessageStatus: 'read',
      AccountSid: other.account.accountSid,
      From: other.account.externalPhoneId,
    })
    const url = `${threads.stack.apiUrl}/api/v1/messaging/webhook/whatsapp/status`
    for (const address of [url, `${url}?org=${tenant.orgId}&message=${message.id}`]) {
      await postForm(address, form.toString(), { authToken: other.account.authToken })
      expect((await postForm(address, form.toString(), { authToken: 'wrong' })).status).toBe(400)
    }
    await twilio.report(sid, 'sent')
    expect((await thread.settled(message, 'sent')).status).toBe('sent')
  })

  it('find their message by its sid, or by our id before we know the sid', async () => {
    await twilio.fault({
      kind: 'accept-then-hang',
      match: { method: 'POST', bodyIncludes: 'Slow answer' },
      delayMs: 3000,
    })
    const message = await thread.send('Slow answer')
    const taken = await waitFor(async () => (await twilio.taken(tenant))[0])
    await twilio.report(taken.sid, 'delivered')
    expect(await thread.settled(message, 'delivered')).toMatchObject({ sid: taken.sid })
    expect(await twilio.taken(tenant)).toHaveLength(1)
  })
})

function permutationsOf<T>(items: T[]): T[][] {
  if (items.length < 2) return [items]
  return items.flatMap((item, at) => permutationsOf(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}
