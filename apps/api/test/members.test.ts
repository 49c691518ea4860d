import type { ApiKeyList, CreatedApiKey, Invitation, Member, MemberList, Org } from '@cloudpa/contracts/orgs'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { Browser, invite, memberIdOf, newMember, newOwner } from './browser.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const makeKey = async (who: Browser, scope: string) =>
  (await who.post<CreatedApiKey>('/api/v1/api-keys', { name: 'Script', scope })).body

test('a member reads and writes, but manages neither numbers nor keys nor people', async () => {
  const owner = await newOwner(stack)
  const bob = await newMember(owner, 'member')
  await invite(owner, 'pending@people.test')
  const bobsId = await memberIdOf(owner, bob.email)
  const { items, invitations } = (await bob.get<MemberList>('/api/v1/members')).body
  expect([items.length, invitations.length]).toEqual([2, 0])
  const number = { externalPhoneId: 'whatsapp:+14155550001', accountSid: 'AC1', authToken: 'token' }
  for (const [method, path, body] of [
    ['PATCH', '/api/v1/org', { name: 'Mine' }],
    ['GET', '/api/v1/api-keys', undefined],
    ['POST', '/api/v1/api-keys', { name: 'Mine', scope: 'read' }],
    ['POST', '/api/v1/chat-accounts', number],
    ['POST', '/api/v1/members/invitations', { email: 'x@people.test', role: 'member' }],
    ['PATCH', `/api/v1/members/${bobsId}`, { role: 'owner' }],
    ['DELETE', `/api/v1/members/${await memberIdOf(owner, owner.email)}`, undefined],
  ] as const) {
    const { status, error } = await bob.ask(method, path, body)
    expect([path, status, error?.code]).toEqual([path, 403, 'forbidden'])
  }
  expect((await bob.ask('DELETE', `/api/v1/members/${bobsId}`)).status).toBe(204)
  expect((await bob.me()).org.id).not.toBe((await owner.me()).org.id)
})

test('an org keeps an owner, whatever two owners do at once', async () => {
  const ann = await newOwner(stack)
  const bob = await newMember(ann, 'admin')
  const [annsId, bobsId] = [await memberIdOf(ann, ann.email), await memberIdOf(ann, bob.email)]
  const setRole = (who: Browser, id: string, role: string) =>
    who.ask<Member>('PATCH', `/api/v1/members/${id}`, { role })
  expect((await setRole(ann, annsId, 'member')).status).toBe(409)
  expect((await ann.ask('DELETE', `/api/v1/members/${annsId}`)).status).toBe(409)
  expect((await setRole(bob, bobsId, 'owner')).status).toBe(403)
  expect((await setRole(bob, annsId, 'member')).status).toBe(403)
  expect((await setRole(ann, bobsId, 'owner')).body.role).toBe('owner')
  const both = await Promise.all([setRole(ann, annsId, 'admin'), setRole(bob, bobsId, 'admin')])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
})

test.each([
  ['removed', 'DELETE', undefined],
  ['no admin any more', 'PATCH', { role: 'member' }],
])('who is %s leaves no key and no invitation behind', async (_what, method, body) => {
  const owner = await newOwner(stack)
  const bob = await newMember(owner, 'admin')
  const [kept, key] = [await makeKey(owner, 'read'), await makeKey(bob, 'admin')]
  expect(key.createdBy).toBe('Ann')
  const program = (method: string, path: string, body?: unknown) =>
    new Browser(stack.apiUrl).ask<Invitation>(method, path, body, { authorization: `Bearer ${key.key}` })
  const input = { email: 'by-key@people.test', role: 'member' }
  const byKey = (await program('POST', '/api/v1/members/invitations', input)).body
  const [byBob, byOwner] = [await invite(bob, 'x@people.test'), await invite(owner, 'y@people.test')]

  const bobsId = await memberIdOf(owner, bob.email)
  expect((await owner.ask(method, `/api/v1/members/${bobsId}`, body)).status).toBeLessThan(300)
  expect((await program('GET', '/api/v1/me')).status).toBe(401)
  const keys = (await owner.get<ApiKeyList>('/api/v1/api-keys')).body.items
  expect(keys.map(({ id }) => id)).toEqual([kept.id])
  const { invitations } = (await owner.get<MemberList>('/api/v1/members')).body
  expect(invitations.map(({ id }) => id)).toEqual([byOwner.id])
  for (const { link } of [byBob, byKey]) {
    const token = new URL(link ?? '').pathname.split('/')[2]
    expect((await owner.get(`/api/v1/invitations/${token}`)).status).toBe(404)
  }
})

test('nothing is made in the very moment in which somebody stops being an admin', async () => {
  const owner = await newOwner(stack)
  const bob = await newMember(owner, 'admin')
  const bobsId = await memberIdOf(owner, bob.email)
  const change = new pg.Client({ connectionString: stack.databaseUrl })
  await change.connect()
  try {
    await change.query('BEGIN')
    await change.query('SELECT FROM org WHERE id = (SELECT org_id FROM member WHERE id = $1) FOR UPDATE', [
      bobsId,
    ])
    const made = Promise.all([
      bob.post('/api/v1/api-keys', { name: 'Late', scope: 'admin' }),
      bob.post('/api/v1/members/invitations', { email: 'late@people.test', role: 'admin' }),
    ])
    const bothWait = async () => {
      const { rows } = await change.query('SELECT DISTINCT pid FROM pg_locks WHERE NOT granted')
      return rows.length === 2
    }
    await waitFor(bothWait)
    await change.query("UPDATE member SET role = 'member' WHERE id = $1", [bobsId])
    await change.query('COMMIT')
    expect((await made).map(({ status }) => status)).toEqual([403, 403])
  } finally {
    await change.end()
  }
})

test('many of one name signing up at once get an org each', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => newOwner(stack)))
  const slugs = await Promise.all(people.map(async (person) => (await person.me()).org.slug))
  expect(new Set(slugs).size).toBe(5)
})

test('one person owns so many orgs and no more, however many are asked for at once', async () => {
  const ann = await newOwner(stack)
  const names = Array.from({ length: 24 }, (_, n) => `Studio ${n}`)
  const answers = await Promise.all(names.map((name) => ann.post<Org>('/api/v1/org', { name })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(19)
  const refused = answers.filter(({ status }) => status !== 201).map(({ error }) => error?.params)
  expect(refused).toEqual(Array.from({ length: 5 }, () => ({ reason: 'too_many_orgs', maximum: 20 })))
  expect((await ann.me()).orgs).toHaveLength(20)
})

test('the name of an org holds no marks that turn the text around it, and is one line', async () => {
  const ann = await newOwner(stack)
  const rename = (name: string) => ann.ask<Org>('PATCH', '/api/v1/org', { name })
  expect((await rename('Studio \u202eloc.live\u2069')).body.name).toBe('Studio loc.live')
  for (const name of ['\u200f', 'Two\u2028lines', 'Two\nlines', 'x'.repeat(81)])
    expect((await rename(name)).status).toBe(400)
})
