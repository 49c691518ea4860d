import { randomBytes } from 'node:crypto'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import type { Org } from '@cloudpa/contracts/orgs'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EventStream } from './event-stream.js'
import type { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { Threads, type Thread } from './thread.js'

const customer = '+15005550006'

let threads: Threads
let twilio: SimulatedTwilio
let tenant: Tenant
let thread: Thread
/** A second number of the same org, to which the same customer has written. */
let workshop: string
let screen: EventStream

beforeAll(async () => {
  threads = await Threads.prepare(4)
  twilio = threads.twilio
})
beforeEach(async () => {
  ;({ tenant, thread } = await threads.begin())
  workshop = `whatsapp:+1555${String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')}`
  const { accountSid, authToken } = tenant.account
  const { slug, name } = await tenant.call<Org>('GET', '/org')
  await threads.stack.seed({
    orgs: [{ slug, name, chatAccounts: [{ accountSid, authToken, externalPhoneId: workshop }] }],
  })
  await tenant.receive({ To: workshop, Body: 'And is your workshop open?' })
  await tenant.waitForStored(2)
  screen = await tenant.openScreen()
  return () => screen.close()
})

const optedOut = async () => (await tenant.conversations()).map(({ contact }) => contact.optedOutAt !== null)

/** What a screen was told of the conversation with the other number that it did not know: an older one it would drop. */
async function toldOfTheOther(): Promise<Conversation> {
  const other = (await tenant.conversations()).find(({ id }) => id !== thread.conversationId)
  const event = await screen.waitFor(
    (event) => event.type === 'conversation' && event.conversation.id === other?.id,
    'that the other conversation changed',
  )
  return (event as Extract<typeof event, { type: 'conversation' }>).conversation
}

const revisionOfTheOther = async () =>
  (await tenant.conversations()).find(({ id }) => id !== thread.conversationId)?.revision ?? 0

/** Sends a reply that Twilio takes, and says nothing of yet. */
async function reply(body: string): Promise<{ message: Message; sid: string }> {
  const message = await thread.send(body)
  return { message, sid: await thread.sidOf(message) }
}

describe('whoever asked not to be written to', () => {
  it('has asked for it at all numbers of the org, and each screen shows it', async () => {
    const before = await revisionOfTheOther()
    await twilio.write(tenant, customer, 'STOP')
    const { contact, revision } = await toldOfTheOther()
    expect(contact.optedOutAt).not.toBeNull()
    expect(revision).toBeGreaterThan(before)
    expect(await optedOut()).toEqual([true, true])
  })

  it('is known from Twilio’s refusal, too', async () => {
    const before = await revisionOfTheOther()
    const { message, sid } = await reply('Your order is ready')
    await twilio.report(sid, 'failed', 21610)
    await thread.settled(message, 'failed')
    const { contact, revision } = await toldOfTheOther()
    expect(contact.optedOutAt).not.toBeNull()
    expect(revision).toBeGreaterThan(before)
    await screen.waitFor(
      (event) =>
        event.type === 'message' &&
        event.message.id === message.id &&
        event.conversation.contact.optedOutAt !== null,
      'the refused message, with who opted out',
    )
    await screen.waitFor(({ type }) => type === 'contacts', 'that the contact changed')
    await twilio.write(tenant, customer, 'START')
    await waitFor(async () => !(await optedOut()).includes(true), { what: 'that they want messages again' })
  })

  it('may have agreed again by the time at which a refusal is heard of', async () => {
    const { message, sid } = await reply('Your order is ready')
    await twilio.write(tenant, customer, 'START')
    await tenant.waitForStored(3)
    await twilio.report(sid, 'failed', 21610)
    await thread.settled(message, 'failed')
    expect(await optedOut()).toEqual([false, false])
  })

  it('is known from nothing else that Twilio fails a message with', async () => {
    const { message, sid } = await reply('Your order is ready')
    await twilio.report(sid, 'failed', 63024)
    await thread.settled(message, 'failed')
    expect(await optedOut()).toEqual([false, false])
  })
})
