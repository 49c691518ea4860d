import { randomBytes, randomUUID } from 'node:crypto'
import type { ConversationDetail, ConversationPage } from '@cloudpa/contracts/conversations'
import type { Org } from '@cloudpa/contracts/orgs'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { Browser } from './browser.js'
import { Tenant } from './tenant.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const sid = () => `SM${randomBytes(16).toString('hex')}`

it('leaves conversations as they stood: done, snoozed, starred, or back', async () => {
  const tenant = await Tenant.create(stack)
  const { slug, name } = await tenant.call<Org>('GET', '/org')
  const { email, password } = new Browser(stack.apiUrl)
  const later = ago(-60)
  const stands = [
    { state: 'done' },
    { state: 'snoozed', snoozedUntil: later },
    { state: 'snoozed', starred: true },
    { returned: 'snooze_over' },
    {},
  ]
  const conversations = stands.map((stand, n) => ({
    number: tenant.account.externalPhoneId,
    from: `whatsapp:+1500555000${n}`,
    profileName: `${n}`,
    messages: [{ direction: 'inbound', at: ago(100 - n), body: 'Hello', sid: sid() }],
    ...stand,
  }))
  const members = [{ email, name: 'Ann', password, role: 'owner' }]
  await stack.seed({ orgs: [{ slug, name, members, chatAccounts: [tenant.account], conversations }] })
  const list = async (filter: string) => {
    const { items } = await tenant.call<ConversationPage>('GET', `/messaging/conversations?filter=${filter}`)
    return items
  }
  const ann = { actedBy: { name: 'Ann' } }
  expect(await list('done')).toMatchObject([{ contact: { name: '0' }, ...ann }])
  expect(await list('snoozed')).toMatchObject([
    { contact: { name: '1' }, snoozedUntil: later, starred: false, ...ann },
    { contact: { name: '2' }, snoozedUntil: null, starred: true, ...ann },
  ])
  expect(await list('all')).toMatchObject([
    { contact: { name: '4' }, returned: null, actedBy: null },
    { contact: { name: '3' }, returned: 'snooze_over', ...ann },
  ])
})

it('writes conversations as they went, once, and they go on from there', async () => {
  const tenant = await Tenant.create(stack)
  const { slug, name } = await tenant.call<Org>('GET', '/org')
  const { email, password } = new Browser(stack.apiUrl)
  const number = tenant.account.externalPhoneId
  const times = [ago(3000), ago(2000), ago(1340)] as const
  const conversations = [
    {
      number,
      from: 'whatsapp:+15005550006',
      userId: 'US.77',
      profileName: 'Ann',
      unread: 1,
      messages: [
        { direction: 'inbound', at: times[0], body: 'Hello', sid: sid() },
        { direction: 'outbound', at: times[1], body: 'Hello!', sid: sid() },
        {
          direction: 'outbound',
          at: times[1],
          body: 'Lost',
          sid: sid(),
          status: 'failed',
          errorCode: '30008',
        },
        { direction: 'inbound', at: times[2], body: 'Still there?', sid: sid() },
      ],
    },
  ]
  const file = {
    orgs: [
      {
        slug,
        name,
        members: [{ email, name, password, role: 'owner' }],
        chatAccounts: [tenant.account],
        conversations,
      },
    ],
  }
  await stack.seed(file)
  await stack.seed(file)
  const [conversation] = await tenant.conversations()
  expect(await tenant.conversations()).toHaveLength(1)
  expect(conversation).toMatchObject({
    contact: { profileName: 'Ann', phone: '+15005550006', userId: 'US.77' },
    unreadCount: 1,
    lastMessageAt: times[2],
    windowExpiresAt: new Date(Date.parse(times[2]) + 24 * 3_600_000).toISOString(),
  })
  const path = `/messaging/conversations/${conversation?.id}`
  const detail = await tenant.call<ConversationDetail>('GET', path)
  expect(detail.messages).toMatchObject([
    { content: { body: 'Hello' }, author: { kind: 'customer' }, occurredAt: times[0] },
    { content: { body: 'Hello!' }, author: { kind: 'member' }, status: 'read', readAt: times[1] },
    { content: { body: 'Lost' }, status: 'failed', error: { code: '30008', retryable: true } },
    { content: { body: 'Still there?' }, status: 'received', occurredAt: times[2] },
  ])
  expect(detail.facts.firstInboundAt).toBe(times[0])

  await tenant.receive({ From: 'whatsapp:+15005550006', Body: 'Hey' })
  await tenant.waitForInbound(3)
  expect(await tenant.conversations()).toMatchObject([{ id: conversation?.id, unreadCount: 2 }])
  expect(await tenant.call('POST', `${path}/send`, { clientId: 'one', body: 'Here' })).toMatchObject({
    status: 'queued',
  })
  expect((await tenant.messagesOf(conversation?.id ?? '')).at(-1)?.content.body).toBe('Here')
})

it('makes a member whom no password lets in, and who keeps the one that they get', async () => {
  const ann = new Browser(stack.apiUrl)
  const { email, password } = ann
  const slug = `t-${randomUUID()}`
  const seed = (given: object) => {
    const members = [{ email, name: 'Ann', role: 'owner', ...given }]
    return stack.seed({ orgs: [{ slug, name: 'Studio', members }] })
  }
  await seed({})
  expect((await ann.signIn()).status).toBe(401)
  await seed({ password })
  await seed({})
  expect((await ann.signIn()).status).toBe(200)
  expect((await ann.me()).org.slug).toBe(slug)
})
