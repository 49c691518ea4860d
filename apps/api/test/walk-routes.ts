import { filesOf } from '@cloudpa/contracts/files-of'
import { randomUUID } from 'node:crypto'
import type { Label } from '@cloudpa/contracts/labels'
import type { ContactPage, MergeAnswer } from '@cloudpa/contracts/contacts'
import type { Note } from '@cloudpa/contracts/notes'
import type { CreatedApiKey } from '@cloudpa/contracts/orgs'
import type { QuickReply } from '@cloudpa/contracts/quick-replies'
import type { ScheduledMessage } from '@cloudpa/contracts/scheduled'
import type { View } from '@cloudpa/contracts/views'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, expect, it } from 'vitest'
import { Browser, invite, memberIdOf, newMember, newOwner } from './browser.js'
import { askDatabase } from './database.js'
import { Tenant } from './tenant.js'

const noFace = { header: null, mediaUrl: null, footer: null, buttons: [], listButton: null, items: [] }

/** Stands in all that Ann's org holds, and so in nothing that others may see. */
const secret = `secret${randomUUID().slice(0, 8)}`

/** What a route takes to get past its check of the body. */
const bodies: Record<string, (org: AnnsOrg) => object> = {
  'PATCH /api/v1/org': () => ({ name: 'Renamed' }),
  'POST /api/v1/org/switch': ({ orgId }) => ({ orgId }),
  'PATCH /api/v1/members/{id}': () => ({ role: 'member' }),
  'PATCH /api/v1/chat-accounts/{id}': () => ({ active: false }),
  'POST /api/v1/labels': () => ({ name: 'Hers', color: 'red' }),
  'PATCH /api/v1/labels/{id}': () => ({ name: 'Renamed' }),
  'POST /api/v1/contacts': () => ({ name: 'Walked', phones: ['+15005550006'] }),
  'PATCH /api/v1/contacts/{id}': () => ({ name: 'Renamed' }),
  'POST /api/v1/contacts/{id}/merge': ({ otherContactId }) => ({ otherId: otherContactId }),
  'POST /api/v1/contacts/{id}/merge/undo': ({ mergeId }) => ({ mergeId }),
  'POST /api/v1/messaging/conversations/{id}/send': () => ({ clientId: randomUUID(), body: 'Hello' }),
  'POST /api/v1/messaging/conversations/{id}/notes': () => ({ clientId: randomUUID(), body: 'Hello' }),
  'PATCH /api/v1/messaging/notes/{id}': () => ({ body: 'Changed' }),
  'POST /api/v1/messaging/conversations/{id}/snooze': () => ({ until: null }),
  'POST /api/v1/messaging/conversations/{id}/star': () => ({ starred: true }),
  'POST /api/v1/messaging/conversations/{id}/labels': ({ labelId }) => ({ add: [labelId] }),
  'POST /api/v1/messaging/conversations/{id}/assign': ({ memberId }) => ({ memberId }),
  'POST /api/v1/messaging/conversations/{id}/presence': () => ({ state: 'looking', screen: randomUUID() }),
  'POST /api/v1/messaging/conversations/bulk': ({ conversationId }) => ({
    ids: [conversationId],
    action: { kind: 'done' },
  }),
  'POST /api/v1/messaging/conversations/bulk/undo': ({ conversationId }) => ({
    undo: [{ id: conversationId, act: 0, stand: null, starred: true, reading: null }],
  }),
  'POST /api/v1/messaging/scheduled': ({ conversationId }) => ({
    conversationId,
    clientId: randomUUID(),
    body: 'Hello',
    whenWindowOpens: true,
  }),
  'POST /api/v1/quick-replies': () => ({ shortcut: 'walked', text: 'Hello', shared: true }),
  'PATCH /api/v1/quick-replies/{id}': () => ({ text: 'Changed' }),
  'POST /api/v1/views': ({ labelId }) => ({ name: 'Walked', label: labelId, shared: true }),
  'PATCH /api/v1/views/{id}': () => ({ name: 'Changed' }),
  'POST /api/v1/templates': ({ chatAccountId }) => ({
    chatAccountId,
    name: 'walked',
    language: 'en',
    category: 'utility',
    body: 'Hello',
  }),
  'POST /api/v1/messaging/send': ({ chatAccountId }) => ({
    to: '+15005550006',
    body: 'Hello',
    clientId: randomUUID(),
    chatAccountId,
  }),
}

/** What a route takes to get as far as answering with what there is. */
const queries: Record<string, string> = { 'GET /api/v1/messaging/search': `?q=${secret}` }

interface AnnsOrg {
  orgId: string
  chatAccountId: string
  conversationId: string
  labelId: string
  memberId: string
  /** A contact that could be made part of the one with the conversation, and what parts one that was. */
  otherContactId: string
  mergeId: string
  /** By what a route's path begins with. */
  ids: [prefix: string, id: string][]
}

type Ask = (method: string, path: string, body?: object) => Promise<{ status: number; said: string }>

/**
 * Asks every route of the API as nobody, as another org's member and key, and as somebody who was removed, and holds
 * that they learn nothing of an org and change nothing in it.
 * @param startOrShare gives the product to ask
 */
export function walkEveryRoute(startOrShare: () => Promise<SharedStack>): void {
  let stack: SharedStack
  let tenant: Tenant
  let ann: Browser
  let org: AnnsOrg
  const askers = new Map<string, Ask>()

  beforeAll(async () => {
    stack = await startOrShare()
    tenant = await Tenant.create(stack)
    ann = await tenant.owner()
    await tenant.call('PATCH', '/org', { name: secret })
    const file = { NumMedia: '1', MediaUrl0: `https://api.twilio.com/${secret}`, MediaContentType0: secret }
    await tenant.receive({ Body: secret, ProfileName: secret, ...file })
    const [received] = await tenant.waitForInbound(1)
    await waitFor(
      async () => JSON.stringify((await ann.get(`/api/v1${found}`)).body).includes(`"${secret}"`),
      {
        what: 'what was written, among what is searched',
      },
    )
    const leaving = await newMember(ann, 'admin')
    const invitation = await invite(ann, `${secret}@people.test`)
    const key = await ann.post<CreatedApiKey>('/api/v1/api-keys', { name: secret, scope: 'read' })
    const reply = { shortcut: 'hello', text: secret, shared: true }
    const quickReply = await ann.post<QuickReply>('/api/v1/quick-replies', reply)
    await askDatabase(
      stack,
      `INSERT INTO template (org_id, id, account_sid, sid, name, language, kind, body, face, variables, state, synced_at)
       VALUES ($1, gen_random_uuid(), $2, 'HX1', $3, 'en', 'text', $3, $4, '[]', 'approved', now())`,
      [tenant.orgId, tenant.account.accountSid, secret, JSON.stringify(noFace)],
    )
    const view = await ann.post<View>('/api/v1/views', { name: secret, filter: 'unread', shared: true })
    const [conversation] = await tenant.conversations()
    const conversationId = conversation?.id ?? ''
    const contactId = conversation?.contact.id ?? ''
    const [otherContactId, mergeId] = await mergeOne(contactId)
    const leavingId = await memberIdOf(ann, leaving.email)
    const label = await ann.post<Label>('/api/v1/labels', { name: secret, color: 'jade' })
    await tenant.call('POST', `/messaging/conversations/${conversationId}/labels`, { add: [label.body.id] })
    const memberId = await memberIdOf(ann, ann.email)
    const notes = `/messaging/conversations/${conversationId}/notes`
    const named = `@${(await ann.me()).user?.name} ${secret}`
    const note = await tenant.call<Note>('POST', notes, { clientId: secret, body: named })
    expect(note.mentions).toHaveLength(1)
    const later = { conversationId, clientId: randomUUID(), body: secret, whenWindowOpens: true }
    const scheduled = await tenant.call<ScheduledMessage>('POST', '/messaging/scheduled', later)
    org = {
      orgId: tenant.orgId,
      chatAccountId: tenant.chatAccountId,
      conversationId,
      labelId: label.body.id,
      memberId,
      otherContactId,
      mergeId,
      ids: [
        ['/api/v1/labels/', label.body.id],
        ['/api/v1/api-keys/', key.body.id],
        ['/api/v1/members/invitations/', invitation.id],
        ['/api/v1/members/', memberId],
        ['/api/v1/chat-accounts/', tenant.chatAccountId],
        ['/api/v1/quick-replies/', quickReply.body.id],
        ['/api/v1/views/', view.body.id],
        ['/api/v1/contacts/', contactId],
        ['/api/v1/media/', (received && filesOf(received.content)[0]?.id) ?? ''],
        ['/api/v1/messaging/conversations/', conversationId],
        ['/api/v1/messaging/messages/', received?.id ?? ''],
        ['/api/v1/messaging/notes/', note.id],
        ['/api/v1/messaging/scheduled/', scheduled.id],
      ],
    }
    expect((await ann.ask('DELETE', `/api/v1/members/${leavingId}`)).status).toBe(204)
    const eve = await newOwner(stack)
    const evesKey = await eve.post<CreatedApiKey>('/api/v1/api-keys', { name: 'Script', scope: 'admin' })
    askers.set('nobody', askWith({}))
    askers.set('a member of another org', askWith({ cookie: eve.cookie }))
    askers.set('a key of another org', askWith({ authorization: `Bearer ${evesKey.body.key}` }))
    askers.set('who was removed', askWith({ cookie: leaving.cookie }))
  })

  /** Imports two contacts, and makes one of them part of a third. */
  async function mergeOne(contactId: string): Promise<[otherContactId: string, mergeId: string]> {
    const table = `name,phone\n${secret} a,+34600112890\n${secret} b,+34600112891`
    const taken = await fetch(`${stack.apiUrl}/api/v1/contacts/import`, {
      method: 'POST',
      headers: { origin: stack.apiUrl, cookie: ann.cookie, 'content-type': 'text/csv' },
      body: table,
    })
    expect(taken.status).toBe(200)
    const { items } = (await ann.get<ContactPage>(`/api/v1/contacts?q=${secret}%20`)).body
    const [first, second] = items.map(({ id }) => id).filter((id) => id !== contactId)
    const path = `/api/v1/contacts/${contactId}/merge`
    const { body } = await ann.post<MergeAnswer>(path, { otherId: first })
    return [second ?? '', body.mergeId]
  }

  const askWith =
    (headers: Record<string, string>): Ask =>
    async (method, path, body) => {
      const response = await fetch(stack.apiUrl + path, {
        method,
        headers: { origin: stack.apiUrl, ...headers, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
      // A stream never ends; what it begins with has to do.
      const first = isStream ? (await response.body?.getReader().read())?.value : undefined
      return {
        status: response.status,
        said: isStream ? Buffer.from(first ?? '').toString() : await response.text(),
      }
    }

  const found = `/messaging/search?q=${secret}`

  /** All that Ann's org holds, as she sees it. */
  const seenByAnn = async () =>
    Promise.all(
      [
        '/org',
        '/members',
        '/api-keys',
        '/chat-accounts',
        '/contacts',
        '/labels',
        '/quick-replies',
        '/templates',
        '/views',
        '/messaging/conversations',
        `/messaging/conversations/${org.conversationId}/messages`,
        '/messaging/mentions',
        '/messaging/scheduled',
        found,
      ].map(async (path) => (await ann.get(`/api/v1${path}`)).body),
    )

  it.each(['nobody', 'a member of another org', 'a key of another org', 'who was removed'])(
    '%s: tells nothing of an org, and changes nothing in it',
    async (who) => {
      const ask = askers.get(who) as Ask
      const before = await seenByAnn()
      expect(JSON.stringify(before)).toContain(secret)
      const answer = await fetch(`${stack.apiUrl}/api/openapi.json`)
      const { paths } = (await answer.json()) as { paths: Record<string, object> }
      const routes = Object.entries(paths).flatMap(([path, verbs]) =>
        Object.keys(verbs).map((verb) => [verb.toUpperCase(), path] as const),
      )
      expect(routes.length).toBeGreaterThan(30)
      for (const [method, path] of routes) {
        const [, id = ''] = org.ids.find(([prefix]) => path.startsWith(prefix)) ?? []
        if (path.includes('{id}')) expect([path, id]).toEqual([path, expect.stringMatching(/^[\da-f-]{36}$/)])
        const route = `${method} ${path}`
        const body = method === 'GET' ? undefined : (bodies[route]?.(org) ?? {})
        const asked = path + (queries[route] ?? '')
        const address = asked.replace('{id}', id).replace('{token}', randomUUID()).replace('{name}', 'file')
        const { status, said } = await ask(method, address, body)
        expect([route, said]).toEqual([route, expect.not.stringContaining(secret)])
        if (!path.includes('{id}')) continue
        const madeUp = await ask(method, path.replace('{id}', randomUUID()), body)
        expect([route, status]).toEqual([route, madeUp.status])
        expect(status).toBeGreaterThanOrEqual(400)
      }
      expect(await seenByAnn()).toEqual(before)
    },
  )
}
