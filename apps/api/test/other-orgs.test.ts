import { filesOf } from '@cloudpa/contracts/files-of'
import { randomUUID } from 'node:crypto'
import type { Label } from '@cloudpa/contracts/labels'
import type { Note } from '@cloudpa/contracts/notes'
import type { ScheduledMessage } from '@cloudpa/contracts/scheduled'
import type { CreatedApiKey } from '@cloudpa/contracts/orgs'
import type { QuickReply } from '@cloudpa/contracts/quick-replies'
import type { View } from '@cloudpa/contracts/views'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, test } from 'vitest'
import { Browser, invite, memberIdOf, newOwner } from './browser.js'
import { Tenant } from './tenant.js'

type Route = [method: string, path: string, id: string, body?: unknown]

let stack: SharedStack
let eve: Browser
beforeAll(async () => {
  stack = await sharedStack()
  eve = await newOwner(stack)
})

/** Every route that takes an id, with an id that exists, of an org that is not Eve's. `:id` stands where it goes. */
async function routesIntoOtherOrgs(): Promise<Route[]> {
  const ann = await newOwner(stack)
  const { body: key } = await ann.post<CreatedApiKey>('/api/v1/api-keys', { name: 'Script', scope: 'read' })
  const invitation = await invite(ann, 'carl@people.test')
  const member = await memberIdOf(ann, ann.email)
  const kept = { shortcut: 'hello', text: 'Hello', shared: true }
  const { body: reply } = await ann.post<QuickReply>('/api/v1/quick-replies', kept)
  const { body: view } = await ann.post<View>('/api/v1/views', {
    name: 'Unread',
    filter: 'unread',
    shared: true,
  })
  const tenant = await Tenant.create(stack)
  await tenant.receive({ NumMedia: '1', MediaUrl0: 'https://api.twilio.com/ME1' })
  const [received] = await tenant.waitForInbound(1)
  const mediaId = (received && filesOf(received.content)[0]?.id) ?? ''
  const [conversation] = await tenant.conversations()
  const chatId = conversation?.id ?? ''
  const label = await ann.post<Label>('/api/v1/labels', { name: 'Commission', color: 'red' })
  const contactId = conversation?.contact.id ?? ''
  const written = { clientId: randomUUID(), body: 'Between us' }
  const note = await tenant.call<Note>('POST', `/messaging/conversations/${chatId}/notes`, written)
  const later = { conversationId: chatId, clientId: randomUUID(), body: 'Soon', whenWindowOpens: true }
  const scheduled = await tenant.call<ScheduledMessage>('POST', '/messaging/scheduled', later)
  return [
    ['DELETE', '/api-keys/:id', key.id],
    ['PATCH', '/members/:id', member, { role: 'member' }],
    ['DELETE', '/members/:id', member],
    ['DELETE', '/members/invitations/:id', invitation.id],
    ['GET', '/chat-accounts/:id', tenant.chatAccountId],
    ['PATCH', '/chat-accounts/:id', tenant.chatAccountId, { active: false }],
    ['POST', '/chat-accounts/:id/validate', tenant.chatAccountId, {}],
    ['POST', '/chat-accounts/:id/reconcile', tenant.chatAccountId, {}],
    ['DELETE', '/chat-accounts/:id', tenant.chatAccountId],
    ['PATCH', '/quick-replies/:id', reply.id, { text: 'Mine now' }],
    ['DELETE', '/quick-replies/:id', reply.id],
    ['PATCH', '/views/:id', view.id, { name: 'Mine now' }],
    ['DELETE', '/views/:id', view.id],
    ['GET', '/contacts/:id', contactId],
    ['PATCH', '/contacts/:id', contactId, { name: 'Eve' }],
    ['POST', '/contacts/:id/merge', contactId, { otherId: randomUUID() }],
    ['POST', '/contacts/:id/merge/undo', contactId, { mergeId: randomUUID() }],
    ['GET', '/media/:id', mediaId],
    ['GET', '/media/:id/thumbnail', mediaId],
    ['GET', '/media/:id/m4a', mediaId],
    ['POST', '/media/:id/retry', mediaId],
    ['GET', '/messaging/conversations/:id', chatId],
    ['GET', '/messaging/conversations/:id/messages', chatId],
    ['POST', '/messaging/conversations/:id/read', chatId, {}],
    ['POST', '/messaging/conversations/:id/send', chatId, { clientId: randomUUID(), body: 'Hello' }],
    ['POST', '/messaging/conversations/:id/notes', chatId, { clientId: randomUUID(), body: 'Hello' }],
    ['POST', '/messaging/conversations/:id/mentions/seen', chatId],
    ['POST', '/messaging/conversations/:id/presence', chatId, { state: 'looking', screen: randomUUID() }],
    ['GET', '/messaging/messages/:id/ledger', received?.id ?? ''],
    ['PATCH', '/messaging/notes/:id', note.id, { body: 'Hers' }],
    ['DELETE', '/messaging/notes/:id', note.id],
    ['POST', '/messaging/scheduled/:id/send', scheduled.id],
    ['DELETE', '/messaging/scheduled/:id', scheduled.id],
    ['POST', '/messaging/conversations/:id/done', chatId],
    ['POST', '/messaging/conversations/:id/reopen', chatId],
    ['POST', '/messaging/conversations/:id/snooze', chatId, { until: null }],
    ['POST', '/messaging/conversations/:id/star', chatId, { starred: true }],
    ['POST', '/messaging/conversations/:id/unread', chatId],
    ['POST', '/messaging/conversations/:id/labels', chatId, { add: [] }],
    ['POST', '/messaging/conversations/:id/assign', chatId, { memberId: null }],
    ['GET', '/labels/:id', label.body.id],
    ['PATCH', '/labels/:id', label.body.id, { name: 'Hers' }],
    ['DELETE', '/labels/:id', label.body.id],
  ]
}

/** What Eve is told, but for the number of the request. */
async function askedBy(browser: Browser, method: string, path: string, body?: unknown) {
  const { status, error } = await browser.ask(method, `/api/v1${path}`, body)
  return { status, error: { ...error, requestId: '' } }
}

test('another org’s id answers byte for byte like a made-up one', async () => {
  const routes = await routesIntoOtherOrgs()
  for (const [method, path, id, body] of routes) {
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    const [theirs, ...madeUp] = await Promise.all(
      [id, randomUUID(), 'made-up'].map((each) => askedBy(eve, method, path.replace(':id', each), body)),
    )
    expect([method, path, theirs?.status]).toEqual([method, path, 404])
    expect(madeUp).toEqual([theirs, theirs])
  }
  expect(routes.map(([method, path]) => `${method} ${path}`).toSorted()).toEqual(await routesWithId())
})

/** Every route of the API that takes an id, from its own description. */
async function routesWithId(): Promise<string[]> {
  const answer = await fetch(`${stack.apiUrl}/api/openapi.json`)
  const { paths } = (await answer.json()) as { paths: Record<string, object> }
  return Object.entries(paths)
    .filter(([path]) => path.includes('{id}'))
    .flatMap(([path, verbs]) => Object.keys(verbs).map((verb) => [verb, path] as const))
    .map(([verb, path]) => `${verb.toUpperCase()} ${path.replace('/api/v1', '').replace('{id}', ':id')}`)
    .toSorted()
}

test('nor can anybody switch into an org, or send from a number, that is not theirs', async () => {
  const tenant = await Tenant.create(stack)
  for (const orgId of [tenant.orgId, randomUUID(), 'made-up']) {
    expect(await askedBy(eve, 'POST', '/org/switch', { orgId })).toMatchObject({
      status: 404,
      error: { message: 'There’s nothing at this address.' },
    })
  }
  const send = (chatAccountId: string) =>
    askedBy(eve, 'POST', '/messaging/send', { to: '+15005550006', body: 'Hi', clientId: 'c', chatAccountId })
  const [theirs, madeUp] = await Promise.all([send(tenant.chatAccountId), send(randomUUID())])
  expect(theirs.status).toBeGreaterThanOrEqual(400)
  expect(theirs).toEqual(madeUp)
})

test('lists hold what is one’s own', async () => {
  const tenant = await Tenant.create(stack)
  await tenant.call('POST', '/quick-replies', { shortcut: 'hello', text: 'Hello', shared: true })
  await tenant.call('POST', '/views', { name: 'Unread', filter: 'unread', shared: true })
  await tenant.receive({})
  await tenant.waitForInbound(1)
  for (const path of [
    '/chat-accounts',
    '/messaging/conversations',
    '/api-keys',
    '/contacts',
    '/labels',
    '/quick-replies',
    '/views',
  ]) {
    const { body } = await eve.get<{ items: unknown[] }>(`/api/v1${path}`)
    expect([path, body.items]).toEqual([path, []])
  }
})
