import { createHash } from 'node:crypto'
import type { ApiKeyList, CreatedApiKey, Me, MemberList, Org } from '@cloudpa/contracts/orgs'
import { createSystem, type PrismaClient } from '@cloudpa/db'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, invite, makeResetLink, memberIdOf, newMember, newOwner } from './browser.js'
import { SilentScreen } from './silent-screen.js'

let stack: Stack
let database: PrismaClient
const { secrets } = Browser

beforeAll(async () => {
  stack = await startStack({ worker: false, env: { LOG_LEVEL: 'verbose', LIVE_HEARTBEAT_MS: '100000' } })
  database = createSystem({ url: stack.databaseUrl, poolSize: 3 })
})

afterAll(async () => {
  await database.$disconnect()
  await stack.stop()
})

const resetLink = (email: string) => makeResetLink(stack, email)

test('sign-up makes a user and an org of their own, and signs in with a cookie no script can read', async () => {
  const ann = new Browser(stack.apiUrl)
  const { status, setCookies } = await ann.signUp()
  expect(status).toBe(200)
  expect(setCookies.join()).toMatch(/HttpOnly; SameSite=Lax/)
  const me = await ann.me()
  expect(me).toMatchObject({ user: { name: 'Ann', email: ann.email }, role: 'owner', org: { name: 'Ann' } })
  expect(me.orgs).toHaveLength(1)

  const again = await ann.signUp()
  expect([again.status, again.error?.code]).toEqual([409, 'conflict'])
})

test('sign-out ends the session, sign-in resumes in the org last worked in', async () => {
  const ann = await newOwner(stack)
  const first = (await ann.me()).org
  const second = (await ann.post<Org>('/api/v1/org', { name: 'Second' })).body
  const third = (await ann.post<Org>('/api/v1/org', { name: 'Third' })).body
  expect((await ann.me()).org.id).toBe(third.id)
  expect((await ann.post<Me>('/api/v1/org/switch', { orgId: second.id })).body.org.id).toBe(second.id)

  expect((await ann.signOut()).status).toBe(200)
  expect((await ann.get('/api/v1/me')).status).toBe(401)
  const wrong = await ann.signIn('not the password')
  expect([wrong.status, wrong.error?.code]).toEqual([401, 'unauthorized'])
  expect((await ann.signIn()).status).toBe(200)
  const me = await ann.me()
  expect(me.org.id).toBe(second.id)
  expect(me.orgs.map((org) => org.id)).toEqual([first.id, second.id, third.id])
})

test('a page of the org that its session left hears no more of it, and changes nothing in the other', async () => {
  const ann = await newOwner(stack)
  const first = (await ann.me()).org
  const screen = (await SilentScreen.open(stack.apiUrl, { cookie: ann.cookie })).read()
  await waitFor(() => screen.count('heartbeat') > 0)
  const second = (await ann.post<Org>('/api/v1/org', { name: 'Second' })).body
  await waitFor(() => screen.isClosed)
  const rename = (name: string, headers = {}) => ann.ask<Org>('PATCH', '/api/v1/org', { name }, headers)
  expect(await rename('Late', { 'x-org-id': first.id })).toMatchObject({
    status: 409,
    error: { code: 'conflict', params: { reason: 'org_switched' } },
  })
  expect((await ann.me()).org.name).toBe('Second')
  expect((await rename('Renamed', { 'x-org-id': second.id })).body.name).toBe('Renamed')
  expect((await rename('Renamed again')).body.name).toBe('Renamed again')
  // A browser would open the stream anew, behind an event of the first, and can set no header.
  expect(await ann.ask('GET', `/api/v1/messaging/events?org=${first.id}&after=1`)).toMatchObject({
    status: 409,
    error: { params: { reason: 'org_switched' } },
  })
})

test('a reset link sets a new password once and ends every session, and what it listens to', async () => {
  const ann = await newOwner(stack)
  const link = await resetLink(ann.email.toUpperCase())
  expect(link.href.startsWith(`${stack.webUrl}/reset-password?token=`)).toBe(true)
  const reset = (newPassword: string) =>
    new Browser(stack.apiUrl).post('/api/auth/reset-password', {
      newPassword,
      token: link.searchParams.get('token'),
    })

  const screen = (await SilentScreen.open(stack.apiUrl, { cookie: ann.cookie })).read()
  await waitFor(() => screen.count('heartbeat') > 0)
  expect((await reset('short')).error?.message).toContain('at least 8')
  expect((await reset('another password')).status).toBe(200)
  await waitFor(() => screen.isClosed)
  expect((await ann.get('/api/v1/me')).status).toBe(401)
  expect((await ann.signIn()).status).toBe(401)
  expect((await ann.signIn('another password')).status).toBe(200)
  expect((await reset('a third password')).status).toBe(400)
})

test('a request to reset answers alike for known and unknown addresses; the operator hears of a wrong one', async () => {
  const ann = await newOwner(stack)
  const ask = (email: string) => new Browser(stack.apiUrl).post('/api/auth/request-password-reset', { email })
  const [known, unknown] = await Promise.all([ask(ann.email), ask('nobody@people.test')])
  expect(known.status).toBe(200)
  expect(known).toEqual(unknown)
  const kept = await database.verification.findMany()
  expect(kept.length).toBeGreaterThan(0)
  expect(JSON.stringify(kept)).not.toContain('reset-password:')
  await expect(resetLink('nobody@people.test')).rejects.toThrow('Nobody here uses')
})

test('a session in use is prolonged, one that ran out is over', async () => {
  const ann = await newOwner(stack)
  const { user } = await ann.me()
  const expireIn = (ms: number) =>
    database.session.updateMany({
      where: { userId: user?.id ?? '' },
      data: { expiresAt: new Date(Date.now() + ms) },
    })
  expect((await ann.get('/api/v1/me')).setCookies).toEqual([])
  await expireIn(24 * 3_600_000)
  expect((await ann.get('/api/v1/me')).setCookies.join()).toContain('Max-Age=2592000')
  const [session] = await database.session.findMany({ where: { userId: user?.id ?? '' } })
  expect(session?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * 24 * 3_600_000)
  await expireIn(-1)
  expect((await ann.get('/api/v1/me')).status).toBe(401)
})

test('an invitation brings exactly its addressee into the org, once', async () => {
  const owner = await newOwner(stack)
  const orgId = (await owner.me()).org.id
  const bob = await newOwner(stack)
  const { id, token, mailed } = await invite(owner, bob.email.toUpperCase(), 'admin')
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(mailed).toBe(false)
  // What every admin sees in the list withdraws the invitation, and opens nothing.
  const listed = await owner.get<MemberList>('/api/v1/members')
  expect(listed.body.invitations[0]?.id).toBe(id)
  expect(JSON.stringify([listed.body, await database.invitation.findMany()])).not.toContain(token)
  expect((await bob.get(`/api/v1/invitations/${id}`)).status).toBe(404)
  expect((await bob.post(`/api/v1/invitations/${id}/accept`)).status).toBe(404)
  expect((await new Browser(stack.apiUrl).get(`/api/v1/invitations/${token}`)).body).toEqual({
    orgName: 'Ann',
    inviterName: 'Ann',
    email: bob.email,
    role: 'admin',
  })

  const eve = await newOwner(stack)
  const refused = await eve.post(`/api/v1/invitations/${token}/accept`)
  expect([refused.status, refused.error?.code]).toEqual([404, 'not_found'])
  expect((await new Browser(stack.apiUrl).post(`/api/v1/invitations/${token}/accept`)).status).toBe(401)

  expect((await bob.post(`/api/v1/invitations/${token}/accept`)).body).toMatchObject({
    org: { id: orgId },
    role: 'admin',
  })
  expect((await bob.me()).orgs).toHaveLength(2)
  expect((await bob.post(`/api/v1/invitations/${token}/accept`)).status).toBe(200)
  expect((await eve.post(`/api/v1/invitations/${token}/accept`)).status).toBe(404)
  expect((await eve.get(`/api/v1/invitations/${token}`)).status).toBe(404)
  expect((await owner.post('/api/v1/members/invitations', { email: bob.email, role: 'member' })).status).toBe(
    409,
  )

  await owner.ask('DELETE', `/api/v1/members/${await memberIdOf(owner, bob.email)}`)
  expect((await bob.post(`/api/v1/invitations/${token}/accept`)).status).toBe(404)
})

test('an invitation that expired, was replaced or withdrawn is as if it had never been', async () => {
  const owner = await newOwner(stack)
  const bob = await newOwner(stack)
  const replaced = await invite(owner, bob.email)
  const expired = await invite(owner, bob.email)
  await database.invitation.updateMany({ where: { id: expired.id }, data: { expiresAt: new Date() } })
  const withdrawn = await invite(owner, bob.email)
  expect((await owner.get<MemberList>('/api/v1/members')).body.invitations.map((row) => row.id)).toEqual([
    withdrawn.id,
  ])
  expect((await owner.ask('DELETE', `/api/v1/members/invitations/${withdrawn.id}`)).status).toBe(204)
  for (const { token } of [replaced, expired, withdrawn]) {
    expect((await bob.get(`/api/v1/invitations/${token}`)).status).toBe(404)
    expect((await bob.post(`/api/v1/invitations/${token}/accept`)).status).toBe(404)
  }
})

test('who signs up from an invitation joins that org and gets no other; with a stale one they get their own', async () => {
  const owner = await newOwner(stack)
  const bob = await newMember(owner, 'member')
  const me = await bob.me()
  expect([me.org.id, me.role, me.orgs.length]).toEqual([(await owner.me()).org.id, 'member', 1])

  const eve = new Browser(stack.apiUrl)
  const { token } = await invite(owner, 'somebody-else@people.test')
  expect((await eve.signUp({ invitation: token })).status).toBe(200)
  expect((await eve.me()).org.id).not.toBe(me.org.id)
})

test('nobody is left without an org, and one is made only once', async () => {
  const ann = await newOwner(stack)
  const before = (await ann.me()).org.id
  await database.org.delete({ where: { id: before } })
  const found = await Promise.all(Array.from({ length: 6 }, () => ann.me()))
  expect(new Set(found.map((me) => me.org.id)).size).toBe(1)
  expect(found[0]).toMatchObject({ role: 'owner', org: { name: 'Ann' } })
  expect(found[0]?.org.id).not.toBe(before)
})

test('an API key is shown once, kept as a hash, acts as its scope says and dies when deleted', async () => {
  const owner = await newOwner(stack)
  const created = (await owner.post<CreatedApiKey>('/api/v1/api-keys', { name: 'Script', scope: 'admin' }))
    .body
  secrets.add(created.key)
  expect(created.key).toMatch(/^cpa_[\w-]{43}$/)
  const rows = await database.apiKey.findMany({ where: { id: created.id } })
  expect(rows[0]?.hash).toBe(createHash('sha256').update(created.key).digest('hex'))
  expect(JSON.stringify(rows)).not.toContain(created.key)
  expect(JSON.stringify((await owner.get('/api/v1/api-keys')).body)).not.toContain(created.key)

  const program = <T = unknown>(method: string, path: string, body?: unknown) =>
    new Browser(stack.apiUrl).ask<T>(method, path, body, { authorization: `Bearer ${created.key}` })
  const { org } = await owner.me()
  expect((await program('GET', '/api/v1/me')).body).toMatchObject({
    user: null,
    org,
    role: 'admin',
    orgs: [org],
  })
  expect((await program<Org>('PATCH', '/api/v1/org', { name: 'Renamed' })).body.name).toBe('Renamed')
  expect((await program('POST', '/api/v1/org', { name: 'Other' })).status).toBe(403)
  const ownersId = await memberIdOf(owner, owner.email)
  expect((await program('DELETE', `/api/v1/members/${ownersId}`)).status).toBe(403)
  const [listed] = (await owner.get<ApiKeyList>('/api/v1/api-keys')).body.items
  expect(listed).toMatchObject({ name: 'Script', scope: 'admin', prefix: created.key.slice(0, 10) })
  expect(Date.parse(listed?.lastUsedAt ?? '')).toBeGreaterThan(Date.now() - 60_000)

  expect((await owner.ask('DELETE', `/api/v1/api-keys/${created.id}`)).status).toBe(204)
  expect((await program('GET', '/api/v1/me')).status).toBe(401)
  const beside = await owner.ask('GET', '/api/v1/me', undefined, { authorization: 'Bearer cpa_nonsense' })
  expect(beside.status).toBe(401)
})

test('a foreign page gets nowhere, our own pages do under any address they are served at', async () => {
  const ann = await newOwner(stack)
  const signIn = { email: ann.email, password: ann.password }
  const from = (origin: string, more: Record<string, string> = {}) => ({ origin, ...more })
  for (const path of [
    'sign-in/email',
    'sign-up/email',
    'sign-out',
    'request-password-reset',
    'reset-password',
  ]) {
    const { status } = await ann.ask('POST', `/api/auth/${path}`, signIn, from('https://evil.example'))
    expect([path, status]).toEqual([path, 403])
  }
  const rename = await ann.ask('PATCH', '/api/v1/org', { name: 'Evil' }, from('https://evil.example'))
  expect([rename.status, (await ann.me()).org.name]).toEqual([403, 'Ann'])
  const lan = from('http://192.168.1.5:3000', { 'x-forwarded-host': '192.168.1.5:3000' })
  expect((await ann.ask('POST', '/api/auth/sign-in/email', signIn, lan)).status).toBe(200)
  expect((await ann.ask('POST', '/api/auth/sign-out', {}, lan)).status).toBe(200)
})

test('a program without a page signs in and out, whatever its HTTP client adds', async () => {
  const { email, password } = await newOwner(stack)
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${stack.apiUrl}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-mode': 'cors', ...headers },
      body: JSON.stringify(body),
    })
  const signedIn = await post('/sign-in/email', { email, password })
  expect(signedIn.status).toBe(200)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  expect((await post('/sign-out', {}, { cookie })).status).toBe(200)
  expect((await fetch(`${stack.apiUrl}/api/v1/me`, { headers: { cookie } })).status).toBe(401)
})

test('better-auth has no second door', async () => {
  const ann = await newOwner(stack)
  for (const path of [
    'organization/create',
    'organization/update-member-role',
    'update-session',
    'update-user',
  ]) {
    expect([path, (await ann.post(`/api/auth/${path}`)).status]).toEqual([path, 404])
  }
  for (const path of ['get-session', 'organization/list', 'list-sessions', 'ok']) {
    expect([path, (await ann.get(`/api/auth/${path}`)).status]).toEqual([path, 404])
  }
})

test('no token, key or link stood in any process’s output', () => {
  const output = stack.processes.api.output()
  expect(secrets.size).toBeGreaterThan(20)
  for (const secret of secrets) expect(output).not.toContain(secret)
})
