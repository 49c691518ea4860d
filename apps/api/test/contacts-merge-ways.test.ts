import type { ContactDetail, ContactPage, MergeAnswer } from '@cloudpa/contracts/contacts'
import type { Org } from '@cloudpa/contracts/orgs'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { askDatabase, withDatabase } from './database.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import { Tenant } from './tenant.js'

// Which way messages go, to and from contacts that become one and two again.

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const workshop = 'whatsapp:+14155550178'
const [annPhone, anniePhone] = ['+34600112890', '+4915120348890']

/** An org with two numbers, to the first of which somebody wrote from one phone, and to the second from another. */
async function openTwo(): Promise<Tenant> {
  const tenant = await Tenant.create(stack)
  const { accountSid, authToken } = tenant.account
  const { slug, name } = await tenant.call<Org>('GET', '/org')
  const numbers = [{ accountSid, authToken, externalPhoneId: workshop }]
  await stack.seed({ orgs: [{ slug, name, chatAccounts: numbers }] })
  await tenant.receive({ From: `whatsapp:${annPhone}` })
  await tenant.receive({ From: `whatsapp:${anniePhone}`, To: workshop })
  await tenant.waitForInbound(2)
  return tenant
}

/** Makes whoever has the second phone part of whoever has the first. @returns their ids, and what takes it back */
async function merge(tenant: Tenant) {
  const { items } = await tenant.call<ContactPage>('GET', '/contacts')
  const [ann, annie] = [annPhone, anniePhone].map((phone) => items.find((one) => one.phone === phone)?.id)
  const { mergeId } = await tenant.call<MergeAnswer>('POST', `/contacts/${ann}/merge`, { otherId: annie })
  return { ann, annie, mergeId }
}

async function importTable(tenant: Tenant, body: string): Promise<void> {
  const answer = await fetch(`${stack.apiUrl}/api/v1/contacts/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tenant.apiKey}`, 'content-type': 'text/csv' },
    body,
  })
  expect(answer.status).toBe(200)
}

it('sends nothing to another phone of theirs than the one that is meant', async () => {
  const twilio = new SimulatedTwilio(stack)
  const [tenant] = (await twilio.connect(1)) as [Tenant]
  await twilio.write(tenant, annPhone, 'Hello')
  await tenant.waitForInbound(1)
  await importTable(tenant, `name,phone\nAnnie,${anniePhone}`)
  await merge(tenant)
  const send = { body: 'Hi', immediate: true }
  expect(
    await tenant.refusal('POST', '/messaging/send', { ...send, to: anniePhone, clientId: 'imported' }),
  ).toMatchObject({ status: 409, code: 'window_closed' })
  await tenant.call('POST', '/messaging/send', { ...send, to: annPhone, clientId: 'wrote' })
  expect((await twilio.taken(tenant)).map(({ to }) => to)).toEqual([`whatsapp:${annPhone}`])
})

it.each([
  ['the number they wrote to before', workshop, [2]],
  ['the number that the other one has a conversation on', undefined, [1, 1]],
])('files what came to %s while they became two under the one who wrote it', async (_, To, unread) => {
  const tenant = await openTwo()
  const { ann, annie, mergeId } = await merge(tenant)
  const sid = `SM${crypto.randomUUID()}`
  await withDatabase(stack, async (stranger) => {
    const waitingFor = async (pid: number, what: string) => {
      const statement =
        'SELECT pid FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid)) AND strpos(query, $2) > 0'
      const blocked = () => askDatabase<{ pid: number }>(stack, statement, [pid, what])
      return (await waitFor(async () => (await blocked())[0], { what })).pid
    }
    const { rows } = await stranger.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    await stranger.query('BEGIN')
    await stranger.query('SELECT FROM contact WHERE org_id = $1 AND id = $2 FOR KEY SHARE', [
      tenant.orgId,
      ann,
    ])
    const undone = tenant.call('POST', `/contacts/${ann}/merge/undo`, { mergeId })
    const undoing = await waitingFor(rows[0]?.pid ?? 0, 'FROM contact')
    await tenant.receive({ MessageSid: sid, From: `whatsapp:${anniePhone}`, ...(To && { To }) })
    await waitingFor(undoing, 'write inbound')
    await stranger.query('ROLLBACK')
    await undone
  })
  await tenant.waitForSid(sid)
  const strange = await askDatabase(
    stack,
    `SELECT FROM conversation v WHERE org_id = $1 AND NOT EXISTS (
       SELECT FROM handle h WHERE (h.org_id, h.contact_id, h.value) = (v.org_id, v.contact_id, v.reply_address))`,
    [tenant.orgId],
  )
  expect(strange).toEqual([])
  const { conversations } = await tenant.call<ContactDetail>('GET', `/contacts/${annie}`)
  expect(conversations.map(({ unreadCount }) => unreadCount)).toEqual(unread)
})

it('gives whoever stays what they wrote meanwhile, as they become two again', async () => {
  const tenant = await openTwo()
  const { ann, annie, mergeId } = await merge(tenant)
  const before = await tenant.call<ContactDetail>('GET', `/contacts/${ann}`)
  await tenant.receive({ From: `whatsapp:${annPhone}`, ProfileName: 'Ann', Body: 'Still me' })
  await tenant.receive({ From: `whatsapp:${annPhone}`, ProfileName: 'Ann Lee', Body: 'And me' })
  await tenant.waitForInbound(4)
  const path = `/contacts/${ann}/merge/undo`
  const parted = await tenant.call<ContactDetail>('POST', path, { mergeId })
  expect(parted).toMatchObject({ profileName: 'Ann Lee', conversations: [{ unreadCount: 3 }] })
  expect(parted.handles.map(({ value }) => value)).toEqual([annPhone])
  const other = await tenant.call<ContactDetail>('GET', `/contacts/${annie}`)
  expect(before.conversations).toEqual(expect.arrayContaining(other.conversations))
  expect(other.handles.map(({ value }) => value)).toEqual([anniePhone])
  const written = await tenant.messagesOf(parted.conversations[0]?.id ?? '')
  expect(written.map(({ content }) => ('body' in content ? content.body : ''))).toEqual([
    'Hello',
    'Still me',
    'And me',
  ])
})

it('stay one once something came late, from before what was there', async () => {
  const tenant = await openTwo()
  // Their conversations as they are when a later message overtook one.
  for (const [table, column] of [
    ['message', 'position'],
    ['conversation', 'last_position'],
    ['conversation', 'last_inbound_position'],
  ])
    await askDatabase(stack, `UPDATE ${table} SET ${column} = ${column} + 60000000 WHERE org_id = $1`, [
      tenant.orgId,
    ])
  const { ann, mergeId } = await merge(tenant)
  await tenant.receive({ From: `whatsapp:${anniePhone}` })
  await tenant.waitForInbound(3)
  const refusal = await tenant.refusal('POST', `/contacts/${ann}/merge/undo`, { mergeId })
  expect(refusal).toMatchObject({ status: 409 })
  expect(refusal.message).toContain('written')
})
