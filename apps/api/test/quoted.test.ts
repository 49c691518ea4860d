import { randomUUID } from 'node:crypto'
import type { LiveEvent } from '@cloudpa/contracts/events'
import type { Message, MessagePage } from '@cloudpa/contracts/messages'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { SimulatedTwilio } from './simulated-twilio.js'
import { Tenant } from './tenant.js'

let stack: SharedStack
let twilio: SimulatedTwilio
beforeAll(async () => {
  stack = await sharedStack()
  twilio = new SimulatedTwilio(stack)
})

const customer = '+15005550006'

const page = (tenant: Tenant, conversationId: string, query = '') =>
  tenant.call<MessagePage>('GET', `/messaging/conversations/${conversationId}/messages?${query}`)

async function messageOf(tenant: Tenant, sid: string): Promise<Message> {
  await tenant.waitForSid(sid)
  const found = (await tenant.inbound()).find((message) => message.sid === sid)
  if (!found) throw new Error(`the inbox does not show ${sid}`)
  return found
}

const answer = (tenant: Tenant, sid: string, to: string, fields: Record<string, string> = {}) =>
  tenant.receive({
    MessageSid: sid,
    From: `whatsapp:${customer}`,
    OriginalRepliedMessageSid: to,
    OriginalRepliedMessageSender: tenant.account.externalPhoneId,
    ...fields,
  })

describe('a message that answers another', () => {
  it('shows it in the thread and on open screens, and leads there', async () => {
    const [tenant] = (await twilio.connect(1)) as [Tenant]
    await twilio.write(tenant, customer, 'Hello')
    const [conversation] = await waitFor(async () => {
      const all = await tenant.conversations()
      return all.length > 0 && all
    })
    const id = conversation?.id ?? ''
    const clientId = randomUUID()
    await tenant.call('POST', `/messaging/conversations/${id}/send`, { clientId, body: 'The blue one?' })
    const [taken] = await waitFor(async () => {
      const all = await twilio.taken(tenant)
      return all.length > 0 && all
    })
    const screen = await tenant.openScreen()
    await answer(tenant, 'SManswer', taken?.sid ?? '', { Body: 'yes, turquoise' })
    const ours = (await page(tenant, id)).items.find((message) => message.clientId === clientId)
    const quoted = {
      id: ours?.id,
      direction: 'outbound',
      content: { kind: 'text', v: 1, body: 'The blue one?' },
    }
    const isAnswer = (event: LiveEvent) => event.type === 'message' && event.message.sid === 'SManswer'
    expect(await screen.waitFor(isAnswer, 'the answer')).toMatchObject({ message: { quoted } })
    screen.close()
    expect((await messageOf(tenant, 'SManswer')).quoted).toEqual(quoted)
    const there = await page(tenant, id, `around=${ours?.id}&limit=2`)
    expect(there.items.map((message) => message.id)).toContain(ours?.id)
  })

  it('shows it as soon as it is known, should the answer come first', async () => {
    const tenant = await Tenant.create(stack)
    await answer(tenant, 'SMfirst', 'SMlater')
    expect(await messageOf(tenant, 'SMfirst')).toMatchObject({ replyToSid: 'SMlater', quoted: null })
    await tenant.receive({
      MessageSid: 'SMlater',
      From: `whatsapp:${customer}`,
      Body: '',
      Latitude: '1',
      Longitude: '2',
    })
    await tenant.waitForSid('SMlater')
    expect((await messageOf(tenant, 'SMfirst')).quoted).toMatchObject({
      direction: 'inbound',
      content: { kind: 'location', latitude: 1 },
    })
  })

  it('shows nothing of another customer’s, another number’s or another org’s', async () => {
    const [tenant, stranger] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
    await tenant.receive({ MessageSid: 'SMothers', From: 'whatsapp:+15005550007', Body: 'private' })
    await stranger.receive({ MessageSid: 'SMstrange', From: `whatsapp:${customer}`, Body: 'strange' })
    await Promise.all([tenant.waitForSid('SMothers'), stranger.waitForSid('SMstrange')])
    await answer(tenant, 'SMa', 'SMothers')
    await answer(tenant, 'SMb', 'SMstrange')
    await answer(tenant, 'SMc', 'SMnobody')
    for (const sid of ['SMa', 'SMb', 'SMc']) expect((await messageOf(tenant, sid)).quoted).toBeNull()
  })
})
