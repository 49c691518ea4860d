import type { ConversationDetail } from '@cloudpa/contracts/conversations'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { Tenant } from './tenant.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const from = 'whatsapp:+33639980021'

it('tells of a contact what the panel beside a conversation shows', async () => {
  const tenant = await Tenant.create(stack)
  const second = { accountSid: tenant.account.accountSid, authToken: tenant.account.authToken }
  const { slug, name } = await tenant.call<{ slug: string; name: string }>('GET', '/org')
  const numbers = [{ ...second, externalPhoneId: 'whatsapp:+14155550142', name: 'Workshop' }]
  await stack.seed({ orgs: [{ slug, name, chatAccounts: numbers }] })
  await tenant.receive({
    From: from,
    ProfileName: 'Amina Diallo',
    Body: 'One',
    ExternalUserId: 'whatsapp:FR.1',
  })
  const [first] = await tenant.waitForInbound(1)
  await tenant.receive({ From: from, Body: 'Two' })
  const last = (await tenant.waitForInbound(2)).at(-1)
  await tenant.receive({ From: from, Body: 'Three', To: 'whatsapp:+14155550142' })
  const other = (await tenant.waitForInbound(3)).find(({ content }) => content.body === 'Three')

  const open = (id: string | undefined) =>
    tenant.call<ConversationDetail>('GET', `/messaging/conversations/${id}`)
  const { facts, ...conversation } = await open(first?.conversationId)
  expect(facts).toMatchObject({
    handles: [
      { kind: 'phone', value: '+33639980021', formatted: '+33 6 39 98 00 21', country: 'FR' },
      { kind: 'user_id', value: 'FR.1', formatted: 'FR.1', country: null },
    ],
    firstInboundAt: first?.occurredAt,
    lastInboundAt: last?.occurredAt,
    number: { chatAccountId: tenant.chatAccountId, name: null, state: 'active' },
    otherConversations: [
      {
        id: other?.conversationId,
        unreadCount: 1,
        lastMessageAt: other?.occurredAt,
        number: { name: 'Workshop', formatted: '+1 415 555 0142', state: 'active' },
      },
    ],
  })
  expect(conversation.contact.profileName).toBe('Amina Diallo')
  // From the other number they are the same person, who first wrote when they first wrote.
  expect((await open(other?.conversationId)).facts).toMatchObject({
    firstInboundAt: first?.occurredAt,
    otherConversations: [{ id: first?.conversationId, unreadCount: 2 }],
  })
  await tenant.call('PATCH', `/chat-accounts/${tenant.chatAccountId}`, { active: false })
  expect((await open(first?.conversationId)).facts.number.state).toBe('paused')
  await tenant.call('DELETE', `/chat-accounts/${tenant.chatAccountId}`)
  expect((await open(first?.conversationId)).facts.number.state).toBe('removed')
})
