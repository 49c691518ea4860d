import { randomUUID } from 'node:crypto'
import type { ApiKeyScope, CreatedApiKey, MemberList } from '@cloudpa/contracts/orgs'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, test } from 'vitest'
import { Browser, memberIdOf, newMember } from './browser.js'
import { Tenant } from './tenant.js'

/** What each route takes of a key: a scope, `public` for none at all, `person` for what no key may do. */
const routes: Record<string, ApiKeyScope | 'public' | 'person'> = {
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /api/v1/config': 'public',
  'POST /api/v1/set-up': 'public',
  'GET /api/v1/invitations/{token}': 'public',
  'GET /api/v1/media/link/{token}/{name}': 'public',
  'GET /api/v1/messaging/webhook/whatsapp': 'public',
  'POST /api/v1/messaging/webhook/whatsapp': 'public',
  'POST /api/v1/messaging/webhook/whatsapp/status': 'public',

  'GET /api/v1/me': 'read',
  'GET /api/v1/org': 'read',
  'GET /api/v1/members': 'read',
  'GET /api/v1/chat-accounts': 'read',
  'GET /api/v1/chat-accounts/{id}': 'read',
  'GET /api/v1/labels': 'read',
  'GET /api/v1/labels/{id}': 'read',
  'GET /api/v1/quick-replies': 'read',
  'GET /api/v1/templates': 'read',
  'GET /api/v1/views': 'read',
  'GET /api/v1/contacts': 'read',
  'GET /api/v1/contacts/{id}': 'read',
  'GET /api/v1/media/{id}': 'read',
  'GET /api/v1/media/{id}/m4a': 'read',
  'GET /api/v1/media/{id}/thumbnail': 'read',
  'GET /api/v1/messaging/conversations': 'read',
  'GET /api/v1/messaging/conversations/{id}': 'read',
  'GET /api/v1/messaging/conversations/{id}/messages': 'read',
  'GET /api/v1/messaging/counts': 'read',
  'GET /api/v1/messaging/events': 'read',
  'GET /api/v1/messaging/messages/{id}/ledger': 'read',
  'GET /api/v1/messaging/scheduled': 'read',
  'GET /api/v1/messaging/search': 'read',

  'POST /api/v1/contacts': 'send',
  'PATCH /api/v1/contacts/{id}': 'send',
  'POST /api/v1/media': 'send',
  'POST /api/v1/media/{id}/retry': 'send',
  'POST /api/v1/messaging/conversations/{id}/read': 'send',
  'POST /api/v1/messaging/conversations/{id}/send': 'send',
  'POST /api/v1/messaging/conversations/{id}/done': 'send',
  'POST /api/v1/messaging/conversations/{id}/reopen': 'send',
  'POST /api/v1/messaging/conversations/{id}/snooze': 'send',
  'POST /api/v1/messaging/conversations/{id}/star': 'send',
  'POST /api/v1/messaging/conversations/{id}/unread': 'send',
  'POST /api/v1/messaging/conversations/{id}/labels': 'send',
  'POST /api/v1/messaging/conversations/{id}/assign': 'send',
  'POST /api/v1/messaging/conversations/bulk': 'send',
  'POST /api/v1/messaging/conversations/bulk/undo': 'send',
  'POST /api/v1/messaging/conversations/{id}/notes': 'send',
  'PATCH /api/v1/messaging/notes/{id}': 'send',
  'DELETE /api/v1/messaging/notes/{id}': 'send',
  'POST /api/v1/messaging/scheduled': 'send',
  'POST /api/v1/messaging/scheduled/{id}/send': 'send',
  'DELETE /api/v1/messaging/scheduled/{id}': 'send',
  'POST /api/v1/messaging/send': 'send',

  'PATCH /api/v1/org': 'admin',
  'GET /api/v1/contacts/export': 'admin',
  'POST /api/v1/contacts/import': 'admin',
  'POST /api/v1/contacts/{id}/merge': 'admin',
  'POST /api/v1/contacts/{id}/merge/undo': 'admin',
  'GET /api/v1/api-keys': 'admin',
  'POST /api/v1/members/invitations': 'admin',
  'DELETE /api/v1/members/invitations/{id}': 'admin',
  'PATCH /api/v1/members/{id}': 'admin',
  'DELETE /api/v1/members/{id}': 'admin',
  'POST /api/v1/labels': 'admin',
  'POST /api/v1/chat-accounts/{id}/reconcile': 'admin',
  'POST /api/v1/templates': 'admin',
  'POST /api/v1/templates/sync': 'admin',
  'PATCH /api/v1/labels/{id}': 'admin',
  'DELETE /api/v1/labels/{id}': 'admin',
  'POST /api/v1/quick-replies': 'admin',
  'PATCH /api/v1/quick-replies/{id}': 'admin',
  'DELETE /api/v1/quick-replies/{id}': 'admin',
  'POST /api/v1/views': 'admin',
  'PATCH /api/v1/views/{id}': 'admin',
  'DELETE /api/v1/views/{id}': 'admin',
  'POST /api/v1/chat-accounts': 'admin',
  'PATCH /api/v1/chat-accounts/{id}': 'admin',
  'POST /api/v1/chat-accounts/{id}/validate': 'admin',
  'DELETE /api/v1/chat-accounts/{id}': 'admin',

  'POST /api/v1/messaging/conversations/{id}/presence': 'person',
  'GET /api/v1/messaging/mentions': 'person',
  'POST /api/v1/messaging/conversations/{id}/mentions/seen': 'person',
  'POST /api/v1/api-keys': 'person',
  'DELETE /api/v1/api-keys/{id}': 'person',
  'POST /api/v1/org': 'person',
  'POST /api/v1/org/switch': 'person',
  'POST /api/v1/invitations/{token}/accept': 'person',
}

const scopes = ['read', 'send', 'admin'] as const

let stack: SharedStack
let tenant: Tenant
let owner: Browser
beforeAll(async () => {
  stack = await sharedStack()
  tenant = await Tenant.create(stack)
  owner = await tenant.owner()
})

const askWith = (key: string, method: string, path: string, body?: unknown) =>
  fetch(stack.apiUrl + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

test('the table names every route', async () => {
  const answer = await fetch(`${stack.apiUrl}/api/openapi.json`)
  const { paths } = (await answer.json()) as { paths: Record<string, object> }
  const described = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
  )
  expect(Object.keys(routes).toSorted()).toEqual(described.toSorted())
})

test.each(scopes)('a key with the scope %s gets as far as that, on every route', async (scope) => {
  const key = await tenant.newApiKey(scope)
  const mayBe = scopes.slice(0, scopes.indexOf(scope) + 1)
  for (const [route, needed] of Object.entries(routes)) {
    const [method = '', path = ''] = route.split(' ')
    const body = method === 'GET' ? undefined : {}
    const answer = await askWith(key, method, path.replace(/\{\w+\}/, randomUUID()), body)
    const refused = answer.status === 401 || answer.status === 403
    const expected = needed !== 'public' && !mayBe.some((one) => one === needed)
    expect([route, answer.status, refused]).toEqual([route, answer.status, expected])
    if (refused) expect(await answer.json()).toMatchObject({ error: { code: 'forbidden' } })
    else await answer.body?.cancel()
  }
})

test('the refusal says which scope it takes', async () => {
  const answer = await askWith(await tenant.newApiKey('read'), 'POST', '/api/v1/messaging/send', {})
  expect(JSON.stringify(await answer.json())).toContain('this takes “send”')
})

test('a reading key sees what a member sees, an admin key also who is invited', async () => {
  await owner.post('/api/v1/members/invitations', { email: 'pending@people.test', role: 'member' })
  const invitedSeenBy = async (scope: ApiKeyScope) => {
    const answer = await askWith(await tenant.newApiKey(scope), 'GET', '/api/v1/members')
    return ((await answer.json()) as MemberList).invitations.length
  }
  expect([await invitedSeenBy('read'), await invitedSeenBy('admin')]).toEqual([0, 1])
})

test('an admin key manages members, but makes nobody an admin or an owner, nor unmakes one', async () => {
  const key = await tenant.newApiKey('admin')
  const [bob, carl] = [await newMember(owner, 'member'), await newMember(owner, 'admin')]
  const [bobsId, carlsId] = [await memberIdOf(owner, bob.email), await memberIdOf(owner, carl.email)]
  const invite = (role: string) =>
    askWith(key, 'POST', '/api/v1/members/invitations', { email: `${role}@people.test`, role })
  const member = (method: string, id: string, role?: string) =>
    askWith(key, method, `/api/v1/members/${id}`, role && { role })
  const answers = await Promise.all([
    invite('admin'),
    member('PATCH', bobsId, 'admin'),
    member('PATCH', bobsId, 'owner'),
    member('PATCH', carlsId, 'member'),
    member('DELETE', carlsId),
  ])
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
  expect((await invite('member')).status).toBe(201)
  expect((await member('DELETE', bobsId)).status).toBe(204)
})

test('a key with no scope, or one that is none, is not made', async () => {
  for (const scope of [undefined, 'owner']) {
    const { status } = await owner.post<CreatedApiKey>('/api/v1/api-keys', { name: 'Script', scope })
    expect(status).toBe(400)
  }
})

test('every route is described on a page that finds its own style and script', async () => {
  const page = await fetch(`${stack.apiUrl}/api/docs`)
  const parts = [...(await page.text()).matchAll(/(?:href|src)="\.?\/?([\w./-]+\.(?:css|js))"/g)]
  expect(parts.length).toBeGreaterThanOrEqual(3)
  for (const [, path] of parts) expect((await fetch(`${stack.apiUrl}/api/${path}`)).status, path).toBe(200)
})
