import { randomBytes, randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import type { ScheduledList, ScheduledMessage } from '@cloudpa/contracts/scheduled'
import type { TemplateList } from '@cloudpa/contracts/templates'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { splitText } from '../src/outbound/split-text.js'
import { askDatabase } from './database.js'
import type { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { Threads, type Thread } from './thread.js'
import { inMs } from './triage.js'

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

const path = '/messaging/scheduled'
const minute = 60_000
const anHour = { at: inMs(60 * minute) }

const schedule = (what: object, when: object = anHour) =>
  tenant.call<ScheduledMessage>('POST', path, {
    conversationId: thread.conversationId,
    clientId: randomUUID(),
    ...what,
    ...when,
  })
const waiting = async () =>
  (await tenant.call<ScheduledList>('GET', `${path}?conversationId=${thread.conversationId}`)).items
const nothingWaits = () =>
  waitFor(async () => (await waiting()).length === 0, { what: 'that it left', timeoutMs: 20_000 })
const sent = async () =>
  (await tenant.messagesOf(thread.conversationId)).filter(({ direction }) => direction === 'outbound')
const change = (what: string) =>
  askDatabase(threads.stack, `UPDATE scheduled_message SET ${what} WHERE org_id = $1`, [tenant.orgId])
/** Has everything be due that was to leave within the hour. */
const makeDue = () => change('send_at = now()')
const makeOld = () => change(`created_at = now() - interval '1 day'`)

const wroteHalfAnHourAgo = () =>
  askDatabase(
    threads.stack,
    `WITH earlier AS (
       UPDATE message SET position = position - 1800 * 1000000::bigint WHERE org_id = $1 AND direction = 'inbound'
     )
     UPDATE conversation SET last_inbound_position = last_inbound_position - 1800 * 1000000::bigint WHERE org_id = $1`,
    [tenant.orgId],
  )

/** Twilio has messages that somebody sent in its console, and its list has told of them. */
async function elsewhere(bodies: string[], agoMs: number): Promise<string[]> {
  const sids = bodies.map(() => `SM${randomBytes(16).toString('hex')}`)
  const at = `${new Date(Date.now() - agoMs).toISOString().slice(0, 19)}.000Z`
  const { accountSid, externalPhoneId } = tenant.account
  await twilio.call('POST', '/history', {
    accountSid,
    to: externalPhoneId,
    from: '+15005550006',
    messages: bodies.map((body, n) => ({
      direction: 'outbound',
      at,
      body,
      sid: sids[n],
      status: 'delivered',
    })),
  })
  await askDatabase(
    threads.stack,
    `INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, sid,
                          position, occurred_at)
     SELECT $1, gen_random_uuid(), $2, $3, 'outbound', 'delivered', 'elsewhere', body, sid,
            extract(epoch FROM $6::timestamptz) * 1000000 + n * 1000, $6
     FROM unnest($4::text[], $5::text[]) WITH ORDINALITY AS told (body, sid, n)`,
    [tenant.orgId, thread.conversationId, tenant.chatAccountId, bodies, sids, at],
  )
  return sids
}
/** All that Twilio took, in the console too. */
const taken = () => twilio.taken(tenant)

describe('an equal message that somebody sent in Twilio’s console', () => {
  it('before it was due is another one', async () => {
    const one = await schedule({ body: 'Hola' })
    await makeOld()
    const sids = await elsewhere(['Hola'], 10 * minute)
    await makeDue()
    await nothingWaits()
    expect((await sent()).map(({ author }) => author.kind)).toEqual(['elsewhere', 'api_key'])
    const ours = (await sent()).find(({ id }) => id === one.id) as Message
    expect(sids).not.toContain(await thread.sidOf(ours))
    expect(await taken()).toHaveLength(2)
  })

  it('is none for what a member sends now', async () => {
    const one = await schedule({ body: 'Hola' })
    await makeOld()
    await elsewhere(['Hola'], 0)
    const message = await tenant.call<Message>('POST', `${path}/${one.id}/send`)
    expect(message.id).toBe(one.id)
    await thread.sidOf(message)
    expect(await taken()).toHaveLength(2)
  })

  it('before the customer wrote is none of what waited for that', async () => {
    const one = await schedule({ body: 'Hola' }, { whenWindowOpens: true })
    await makeOld()
    await elsewhere(['Hola'], 10 * minute)
    await wroteHalfAnHourAgo()
    await twilio.write(tenant, '+15005550006', 'Back again')
    await nothingWaits()
    await thread.sidOf((await sent()).find(({ id }) => id === one.id) as Message)
    expect(await taken()).toHaveLength(2)
  })

  it('before it was asked for is another one, also where the customer wrote before that', async () => {
    const [known] = await tenant.inbound()
    await twilio.write(tenant, '+15005550006', 'And?')
    await tenant.waitForStored(2)
    await wroteHalfAnHourAgo()
    await elsewhere(['Hola'], 10 * minute)
    const one = await schedule({ body: 'Hola' }, { whenWindowOpens: true, afterMessageId: known?.id })
    await nothingWaits()
    await thread.sidOf((await sent()).find(({ id }) => id === one.id) as Message)
    expect(await taken()).toHaveLength(2)
  })
})

describe('a restored database forgot that it left, and Twilio’s list told of it first', () => {
  it('of two equal ones: each message stands for one, which is its author’s again', async () => {
    const two = [await schedule({ body: 'Hola' }), await schedule({ body: 'Hola' })]
    const screen = await tenant.openScreen()
    const [sid = ''] = await elsewhere(['Hola'], 0)
    await makeDue()
    await nothingWaits()
    const messages = await sent()
    expect(messages.map(({ author }) => author)).toEqual(two.map(({ author }) => author))
    expect(messages.map(({ clientId }) => clientId).sort()).toEqual(
      two.map(({ clientId }) => clientId).sort(),
    )
    await thread.sidOf(messages[1] as Message)
    expect(await taken()).toHaveLength(2)
    const found = messages.find((one) => one.sid === sid)
    await screen.waitFor(
      (event) => event.type === 'message' && event.message.id === found?.id,
      'that it is its author’s',
    )
    screen.close()
  })

  it('of a place: the list had its words alone', async () => {
    const content = { kind: 'location', latitude: 38.7, longitude: -9.1, label: 'The workshop' }
    const one = await schedule({ content })
    await elsewhere(['The workshop'], 0)
    await makeDue()
    await nothingWaits()
    expect(await sent()).toMatchObject([{ clientId: one.clientId, content, status: 'delivered' }])
    expect(await taken()).toHaveLength(1)
  })

  it('of the first parts of a long text: the rest is sent', async () => {
    const text = Array.from({ length: 900 }, (_, n) => `word${n}`).join(' ')
    const parts = splitText(text)
    expect(parts.length).toBeGreaterThan(3)
    const one = await schedule({ body: text })
    await elsewhere(parts.slice(0, 2), 0)
    await makeDue()
    await nothingWaits()
    await waitFor(async () => (await sent()).every(({ sid }) => sid !== null), { timeoutMs: 20_000 })
    const messages = await sent()
    expect(messages.map(({ content }) => content.body)).toEqual(parts)
    expect(messages[0]?.clientId).toBe(one.clientId)
    const of = messages[0]?.id
    expect(messages.map(({ part }) => part)).toEqual(
      parts.map((_, n) => ({ of, number: n + 1, count: parts.length })),
    )
    expect(await taken()).toHaveLength(parts.length)
  })

  it('of a template in Twilio’s own words: it stays and says so, until somebody sends it or cancels it', async () => {
    const { items } = await tenant.call<TemplateList>('POST', '/templates/sync')
    const templateId = items.find(({ name }) => name === 'order_update')?.id
    const content = { kind: 'template', templateId, values: { 1: 'Ana', 2: '7' } }
    const one = await schedule({ content })
    await elsewhere(['*Ana*, order 7 is ready'], 0)
    await makeDue()
    const failed = await waitFor(async () => (await waiting()).find(({ state }) => state === 'failed'), {
      timeoutMs: 20_000,
    })
    expect(failed.error).toMatchObject({ params: { reason: 'perhaps_sent' } })
    expect(await taken()).toHaveLength(1)
    const message = await tenant.call<Message>('POST', `${path}/${one.id}/send`)
    await thread.sidOf(message)
    expect(await taken()).toHaveLength(2)
  })
})
