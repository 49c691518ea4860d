import type { ContactDetail, ContactPage, MergeAnswer } from '@cloudpa/contracts/contacts'
import type { Org } from '@cloudpa/contracts/orgs'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { askDatabase, withDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const workshop = 'whatsapp:+14155550177'

/** An org with two numbers, to the first of which Ann wrote from one phone, and to the second from another. */
class Two {
  constructor(
    readonly tenant: Tenant,
    readonly ann: ContactDetail,
    readonly annie: ContactDetail,
  ) {}

  static async meet(): Promise<Two> {
    const tenant = await Tenant.create(stack)
    const { accountSid, authToken } = tenant.account
    const { slug, name } = await tenant.call<Org>('GET', '/org')
    const numbers = [{ accountSid, authToken, externalPhoneId: workshop, name: 'Workshop' }]
    await stack.seed({ orgs: [{ slug, name, chatAccounts: numbers }] })
    await hear(tenant, '+34600112890', 'Ann', {})
    await hear(tenant, '+4915120348890', 'Annie', { To: workshop })
    const { items } = await tenant.call<ContactPage>('GET', '/contacts')
    const [ann, annie] = await Promise.all(
      items.map(({ id }) => tenant.call<ContactDetail>('GET', `/contacts/${id}`)),
    )
    return new Two(tenant, ann as ContactDetail, annie as ContactDetail)
  }

  merge = () =>
    this.tenant.call<MergeAnswer>('POST', `/contacts/${this.ann.id}/merge`, { otherId: this.annie.id })
  undo = (mergeId: string) =>
    this.tenant.call<ContactDetail>('POST', `/contacts/${this.ann.id}/merge/undo`, { mergeId })
  refusal = (mergeId: string) =>
    this.tenant.refusal('POST', `/contacts/${this.ann.id}/merge/undo`, { mergeId })
}

async function hear(
  tenant: Tenant,
  phone: string,
  name: string,
  more: Record<string, string>,
): Promise<void> {
  const sid = `SM${crypto.randomUUID()}`
  await tenant.receive({ MessageSid: sid, From: `whatsapp:${phone}`, ProfileName: name, ...more })
  await tenant.waitForSid(sid)
}

/** All that an org holds, but for the numbers that rise, and that somebody parted them. */
const rowsOf = ({ orgId }: Tenant) =>
  askDatabase(
    stack,
    `SELECT (SELECT jsonb_agg(to_jsonb(c) - 'revision' - 'updated_at' - 'apart_from' ORDER BY id) FROM contact c WHERE org_id = $1) AS contacts,
            (SELECT jsonb_agg(to_jsonb(h) ORDER BY id) FROM handle h WHERE org_id = $1) AS handles,
            (SELECT jsonb_agg(to_jsonb(v) - 'revision' ORDER BY id) FROM conversation v WHERE org_id = $1) AS conversations,
            (SELECT jsonb_agg(to_jsonb(m) ORDER BY id) FROM message m WHERE org_id = $1) AS messages`,
    [orgId],
  )

it('makes one contact of two, on every screen, and two of one again, as they were', async () => {
  const two = await Two.meet()
  const { tenant, ann, annie } = two
  await tenant.call('PATCH', `/contacts/${ann.id}`, { about: 'One', fields: [{ label: 'Size', value: 'M' }] })
  await tenant.call('PATCH', `/contacts/${annie.id}`, {
    name: 'Anna',
    about: 'Two',
    optedOut: true,
    fields: [
      { label: 'Size', value: 'M' },
      { label: 'Dog', value: 'Rex' },
    ],
  })
  const before = await rowsOf(tenant)
  const screen = await tenant.openScreen()
  const { contact, mergeId } = await two.merge()
  expect(contact).toMatchObject({
    id: ann.id,
    name: 'Anna',
    profileName: 'Ann',
    about: 'One\n\nTwo',
    fields: [
      { label: 'Size', value: 'M' },
      { label: 'Dog', value: 'Rex' },
    ],
  })
  // What either said last of being written to is what the person said.
  expect(contact.optedOutAt).not.toBeNull()
  expect(contact.handles.map(({ value }) => value)).toEqual(['+34600112890', '+4915120348890'])
  expect(contact.conversations.map(({ id }) => id).toSorted()).toEqual(
    [...ann.conversations, ...annie.conversations].map(({ id }) => id).toSorted(),
  )
  expect((await tenant.conversations()).map((one) => one.contact.name)).toEqual(['Anna', 'Anna'])
  await waitFor(() => screen.events.filter(({ type }) => type === 'conversation').length >= 2)
  screen.close()
  expect(await tenant.refusal('GET', `/contacts/${annie.id}`)).toMatchObject({ status: 404 })
  await two.undo(mergeId)
  expect(await rowsOf(tenant)).toEqual(before)
  // Once.
  expect(await two.refusal(mergeId)).toMatchObject({ status: 404 })
})

it('whoever writes from either phone is the one contact from then on', async () => {
  const two = await Two.meet()
  await two.merge()
  await hear(two.tenant, '+4915120348890', 'Annie', {})
  await hear(two.tenant, '+34600112890', 'Ann', { To: workshop })
  const { total } = await two.tenant.call<ContactPage>('GET', '/contacts')
  expect(total).toBe(1)
  expect(await two.tenant.conversations()).toHaveLength(2)
})

it('two who have a conversation over the same number stay two, and are told which', async () => {
  const two = await Two.meet()
  await hear(two.tenant, '+34600112890', 'Ann', { To: workshop })
  const before = await rowsOf(two.tenant)
  const refusal = await two.tenant.refusal('POST', `/contacts/${two.ann.id}/merge`, { otherId: two.annie.id })
  expect(refusal).toMatchObject({ status: 409, code: 'conflict' })
  expect(refusal.message).toContain('Workshop')
  expect(await rowsOf(two.tenant)).toEqual(before)
})

it.each([
  ['oneself', (two: Two) => two.ann.id, 400],
  ['nobody', () => crypto.randomUUID(), 404],
])('refuses to make %s part of a contact', async (_, other, status) => {
  const two = await Two.meet()
  expect(
    await two.tenant.refusal('POST', `/contacts/${two.ann.id}/merge`, { otherId: other(two) }),
  ).toMatchObject({ status })
})

it('refuses another org’s contact on either side', async () => {
  const [mine, theirs] = [await Two.meet(), await Two.meet()]
  for (const [id, otherId] of [
    [mine.ann.id, theirs.ann.id],
    [theirs.ann.id, mine.ann.id],
  ])
    expect(await mine.tenant.refusal('POST', `/contacts/${id}/merge`, { otherId })).toMatchObject({
      status: 404,
    })
  const { mergeId } = await theirs.merge()
  expect(
    await mine.tenant.refusal('POST', `/contacts/${theirs.ann.id}/merge/undo`, { mergeId }),
  ).toMatchObject({ status: 404 })
  expect(await mine.refusal(mergeId)).toMatchObject({ status: 404 })
})

it('refuses what would be more than a contact holds, rather than cut it', async () => {
  const two = await Two.meet()
  for (const [{ id }, letter] of [
    [two.ann, 'a'],
    [two.annie, 'b'],
  ] as const)
    await two.tenant.call('PATCH', `/contacts/${id}`, { about: letter.repeat(1_500) })
  const refusal = await two.tenant.refusal('POST', `/contacts/${two.ann.id}/merge`, { otherId: two.annie.id })
  expect(refusal).toMatchObject({ status: 409 })
  expect(refusal.message).toContain('3002')
})

describe('what was merged is not parted', () => {
  const age = (mergeId: string, interval: string) =>
    askDatabase(stack, 'UPDATE contact_merge SET merged_at = now() - $2::interval WHERE id = $1', [
      mergeId,
      interval,
    ])

  it.each([
    [
      'somebody named them',
      (two: Two) => two.tenant.call('PATCH', `/contacts/${two.ann.id}`, { name: 'Other' }),
      'changed',
    ],
    [
      'somebody noted something',
      (two: Two) => two.tenant.call('PATCH', `/contacts/${two.ann.id}`, { about: 'x' }),
      'changed',
    ],
    [
      'they wrote from the phone that came',
      (two: Two) => hear(two.tenant, '+4915120348890', 'Annie', {}),
      'written',
    ],
    [
      'the one who stays wrote where the other did',
      (two: Two) => hear(two.tenant, '+34600112890', 'Ann', { To: workshop }),
      'written',
    ],
    [
      'one wrote after the other',
      async (two: Two) => {
        await hear(two.tenant, '+4915120348890', 'Annie', {})
        await hear(two.tenant, '+34600112890', 'Ann', {})
      },
      'written',
    ],
  ])('once %s', async (_, happen, says) => {
    const two = await Two.meet()
    const { mergeId } = await two.merge()
    await happen(two)
    const before = await rowsOf(two.tenant)
    const refusal = await two.refusal(mergeId)
    expect(refusal).toMatchObject({ status: 409 })
    expect(refusal.message).toContain(says)
    expect(await rowsOf(two.tenant)).toEqual(before)
  })

  it('a day later', async () => {
    const two = await Two.meet()
    const { mergeId } = await two.merge()
    await age(mergeId, '1 day 1 second')
    const before = await rowsOf(two.tenant)
    expect(await two.refusal(mergeId)).toMatchObject({ status: 404 })
    expect(await rowsOf(two.tenant)).toEqual(before)
  })

  it('but is a minute before that', async () => {
    const two = await Two.meet()
    const { mergeId } = await two.merge()
    await age(mergeId, '23 hours 59 minutes')
    await two.undo(mergeId)
  })

  it('but is after what changes neither: reading, and putting away', async () => {
    const two = await Two.meet()
    const { mergeId } = await two.merge()
    const [id] = two.annie.conversations.map((one) => one.id)
    await two.tenant.call('POST', `/messaging/conversations/${id}/read`, {})
    await two.tenant.call('POST', `/messaging/conversations/${id}/done`)
    await two.undo(mergeId)
    const annie = await two.tenant.call<ContactDetail>('GET', `/contacts/${two.annie.id}`)
    expect(annie.conversations).toMatchObject([{ id, state: 'done' }])
  })
})

it('loses no message that arrives while contacts become one and two again', async () => {
  const two = await Two.meet()
  const { tenant, ann, annie } = two
  const sids: string[] = []
  const end = new AbortController()
  const write = async () => {
    for (let n = 0; !end.signal.aborted; n += 1) {
      const sid = `SM${crypto.randomUUID()}`
      sids.push(sid)
      const [From, To] =
        n % 2 ? ['+34600112890', tenant.account.externalPhoneId] : ['+4915120348890', workshop]
      await tenant.receive({ MessageSid: sid, From: `whatsapp:${From}`, To, ProfileName: `A${n}` })
    }
  }
  const writing = [write(), write()]
  for (let round = 0; round < 15; round += 1) {
    const merge = await tenant.fetch('POST', `/contacts/${ann.id}/merge`, { otherId: annie.id })
    expect([200, 404, 409, 503]).toContain(merge.status)
    if (merge.status !== 200) continue
    const { mergeId } = (await merge.json()) as MergeAnswer
    const undo = await tenant.fetch('POST', `/contacts/${ann.id}/merge/undo`, { mergeId })
    expect([200, 409, 503]).toContain(undo.status)
  }
  end.abort()
  await Promise.all(writing)
  await tenant.waitForStored(2 + sids.length, 60_000)
  const [left] = await askDatabase<{ orphans: number; people: number }>(
    stack,
    `SELECT (SELECT count(*)::int FROM handle h WHERE org_id = $1 AND NOT EXISTS (
               SELECT FROM conversation v WHERE v.org_id = h.org_id AND v.contact_id = h.contact_id)) AS orphans,
            (SELECT count(*)::int FROM contact WHERE org_id = $1) AS people`,
    [tenant.orgId],
  )
  expect(left?.orphans).toBe(0)
  expect(left?.people).toBeLessThanOrEqual(2)
})

it('moves whatever hangs on a contact: nothing goes with the one that is deleted', async () => {
  const { rows } = await withDatabase(stack, (client) =>
    client.query<{ name: string }>(
      `SELECT conrelid::regclass::text AS name FROM pg_constraint WHERE contype = 'f' AND confrelid = 'contact'::regclass`,
    ),
  )
  // A table that is added here has to be moved by merge-contacts.ts, and back by part-contacts.ts.
  // What a search keeps of a contact is made anew of what it is then.
  const moved = rows.map(({ name }) => name).filter((name) => name !== 'contact_text')
  expect(moved.toSorted()).toEqual(['contact_merge', 'conversation', 'handle'])
})
