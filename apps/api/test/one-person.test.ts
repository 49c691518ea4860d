import { readOutside } from '@cloudpa/testing/cases'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import type { ContactPage, MergeAnswer } from '@cloudpa/contracts/contacts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Org } from '@cloudpa/contracts/orgs'
import { askDatabase, withDatabase } from './database.js'
import { Tenant } from './tenant.js'

// One contact per person: phone and user id are handles of one as soon as a form shows both, whatever came before.

let stack: Stack
beforeAll(async () => {
  stack = await startStack({})
  await stack.addWorker()
})
afterAll(() => stack.stop())

const phone = '+351912000777'
const userId = 'PT.7700112233'
const workshop = 'whatsapp:+14155550178'

/** What a form shows of who wrote it. */
const shows = {
  phone: { From: `whatsapp:${phone}` },
  userId: { From: `whatsapp:${userId}`, ExternalUserId: `whatsapp:${userId}` },
  both: { From: `whatsapp:${phone}`, ExternalUserId: userId },
}
type Shown = keyof typeof shows

/** Posts forms one after another, each when the one before is a message. */
async function write(tenant: Tenant, ...shown: (Shown | Record<string, string>)[]): Promise<void> {
  const [{ count } = { count: 0 }] = await askDatabase<{ count: number }>(
    stack,
    `SELECT count(*)::int AS count FROM message WHERE org_id = $1 AND direction = 'inbound'`,
    [tenant.orgId],
  )
  for (const [at, one] of shown.entries()) {
    await tenant.receive(typeof one === 'string' ? shows[one] : one)
    await tenant.waitForStored(count + at + 1)
  }
}

const contactsOf = async (tenant: Tenant) => (await tenant.call<ContactPage>('GET', '/contacts')).items

async function importTable(tenant: Tenant, body: string): Promise<void> {
  const answer = await fetch(`${stack.apiUrl}/api/v1/contacts/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tenant.apiKey}`, 'content-type': 'text/csv' },
    body,
  })
  expect(answer.status).toBe(200)
}

async function addWorkshop(tenant: Tenant): Promise<void> {
  const { accountSid, authToken } = tenant.account
  const { slug, name } = await tenant.call<Org>('GET', '/org')
  const chatAccounts = [{ accountSid, authToken, externalPhoneId: workshop }]
  await stack.seed({ orgs: [{ slug, name, chatAccounts }] })
}

const orders: Shown[][] = [
  ['both', 'phone', 'userId'],
  ['both', 'userId', 'phone'],
  ['phone', 'both', 'userId'],
  ['userId', 'both', 'phone'],
]

describe('one contact with one thread', () => {
  it.each(orders)('%s, then %s, then %s', async (...order) => {
    const tenant = await Tenant.create(stack)
    await write(tenant, ...order)
    expect(await contactsOf(tenant)).toMatchObject([{ phone, userId }])
    const conversations = await tenant.conversations()
    expect(conversations).toHaveLength(1)
    expect(await tenant.everyMessage(conversations[0]?.id ?? '')).toHaveLength(3)
  })

  it('of somebody saved by their phone, who had written by user id alone', async () => {
    const tenant = await Tenant.create(stack)
    await importTable(tenant, `name,phone\nJoana of the bakery,${phone}`)
    await write(tenant, { ...shows.userId, ProfileName: 'jo' })
    expect(await contactsOf(tenant)).toHaveLength(2)
    await write(tenant, { ...shows.both, ProfileName: 'jo' }, 'userId', 'phone')
    expect(await contactsOf(tenant)).toMatchObject([
      { phone, userId, name: 'Joana of the bakery', profileName: 'jo' },
    ])
    const conversations = await tenant.conversations()
    expect(conversations).toHaveLength(1)
    expect(await tenant.everyMessage(conversations[0]?.id ?? '')).toHaveLength(4)
  })

  it('over each of the org’s numbers, where phone and user id came over different ones', async () => {
    const tenant = await Tenant.create(stack)
    await addWorkshop(tenant)
    await write(tenant, { ...shows.phone, To: workshop }, 'userId')
    expect(await contactsOf(tenant)).toHaveLength(2)
    await write(tenant, 'both', 'userId')
    expect(await contactsOf(tenant)).toMatchObject([{ phone, userId }])
    expect(await tenant.conversations()).toHaveLength(2)
  })
})

it('has the phone’s thread go on where phone and user id had one each', async () => {
  const tenant = await Tenant.create(stack)
  await write(tenant, 'phone', 'userId', 'both', 'userId', 'phone')
  const known = (await contactsOf(tenant)).find((contact) => contact.phone === phone)
  expect(known).toMatchObject({ userId })
  const thread = (await tenant.conversations()).find(({ contact }) => contact.id === known?.id)
  expect(await tenant.everyMessage(thread?.id ?? '')).toHaveLength(4)
  const handles = await askDatabase(stack, 'SELECT FROM handle WHERE org_id = $1', [tenant.orgId])
  expect(handles).toHaveLength(2)
})

it('leaves two with phones of their own two people, and the user id to whoever showed it last', async () => {
  const tenant = await Tenant.create(stack)
  const other = { From: 'whatsapp:+351912000888', ExternalUserId: userId }
  await write(tenant, 'both', 'both', { From: other.From }, other, 'userId')
  const contacts = await contactsOf(tenant)
  expect(contacts).toHaveLength(2)
  expect(contacts.find((contact) => contact.userId === userId)).toMatchObject({ phone: '+351912000888' })
  const counts = await Promise.all(
    (await tenant.conversations()).map(async ({ id }) => (await tenant.everyMessage(id)).length),
  )
  expect(counts.toSorted()).toEqual([2, 3])
})

it('leaves two alone whose user id becomes a third’s while their merge waits for its locks', async () => {
  const tenant = await Tenant.create(stack)
  await addWorkshop(tenant)
  await importTable(tenant, 'name,phone\nThird,+351912000999')
  await write(tenant, { ...shows.phone, To: workshop }, 'userId')
  await withDatabase(stack, async (client) => {
    await client.query('BEGIN')
    await client.query('SELECT FROM contact WHERE org_id = $1 ORDER BY id FOR UPDATE', [tenant.orgId])
    await client.query(
      `UPDATE handle SET contact_id = (SELECT contact_id FROM handle WHERE org_id = $1 AND value = '+351912000999')
       WHERE org_id = $1 AND value = $2`,
      [tenant.orgId, userId],
    )
    await tenant.receive(shows.both)
    const waiting = 'SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))'
    await waitFor(async () => (await client.query(waiting)).rowCount === 1, { everyMs: 10 })
    await client.query('COMMIT')
  })
  await tenant.waitForStored(3)
  const contacts = await contactsOf(tenant)
  expect(contacts).toHaveLength(3)
  // A merge that ran out of patience is tried anew, and then the form shows whose the user id is now.
  const holder = contacts.find((contact) => contact.userId === userId)
  expect(['+351912000999', phone]).toContain(holder?.phone)
  expect((await tenant.conversations()).map(({ contact }) => contact.id)).toHaveLength(3)
})

it('leaves two alone whom a member parted', async () => {
  const tenant = await Tenant.create(stack)
  await addWorkshop(tenant)
  await write(tenant, { ...shows.phone, To: workshop }, 'userId')
  const before = await contactsOf(tenant)
  const [kept, gone] = [phone, null].map((value) => before.find((one) => one.phone === value)?.id ?? '')
  const merge = () => tenant.call<MergeAnswer>('POST', `/contacts/${kept}/merge`, { otherId: gone ?? '' })
  const { mergeId } = await merge()
  await tenant.call('POST', `/contacts/${kept}/merge/undo`, { mergeId })
  await write(tenant, 'both', 'userId', 'both')
  const whose = (await contactsOf(tenant)).map((one) => [one.id, one.phone, one.userId])
  expect(whose.toSorted()).toEqual(
    [
      [kept, phone, null],
      [gone, null, userId],
    ].toSorted(),
  )
  const counts = await Promise.all(
    (await tenant.conversations()).map(async ({ id, contact }) => [
      contact.id,
      (await tenant.everyMessage(id)).length,
    ]),
  )
  const expected = [
    [kept, 1],
    [kept, 2],
    [gone, 2],
  ]
  expect(counts.map(String).toSorted()).toEqual(expected.map(String).toSorted())
})

it('answers the address that wrote last', async () => {
  const tenant = await Tenant.create(stack)
  const addresses: unknown[] = []
  for (const shown of ['both', 'userId', 'phone'] as const) {
    await write(tenant, shown)
    const rows = await askDatabase<{ reply_address: string }>(
      stack,
      'SELECT reply_address FROM conversation WHERE org_id = $1',
      [tenant.orgId],
    )
    addresses.push(rows.map((row) => row.reply_address))
  }
  expect(addresses).toEqual([[phone], [userId], [phone]])
})

it('holds when all forms of many people come at once, to two workers', async () => {
  const tenant = await Tenant.create(stack)
  const people = Array.from({ length: 12 }, (_, index) => ({
    phone: `+3519130001${String(index).padStart(2, '0')}`,
    userId: `PT.99${index}`,
  }))
  const forms = people.flatMap((one): Record<string, string>[] => [
    { From: `whatsapp:${one.phone}` },
    { From: `whatsapp:${one.userId}` },
    { From: `whatsapp:${one.phone}`, ExternalUserId: one.userId },
    { From: `whatsapp:${one.userId}`, ExternalUserId: one.userId },
    { From: `whatsapp:${one.phone}`, ExternalUserId: one.userId },
  ])
  // In an order of its own for each person.
  const shuffled = forms
    .map((form, index) => ({ form, place: (index * 7_919) % 61 }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ form }) => form)
  const answers = await Promise.all(shuffled.map((form) => tenant.receive(form)))
  expect(answers.map(({ status }) => status)).toEqual(forms.map(() => 200))
  await tenant.waitForStored(forms.length)
  // Whoever was locked out then is joined by what they write next.
  for (const one of people) await write(tenant, { From: `whatsapp:${one.phone}`, ExternalUserId: one.userId })
  const rows = await askDatabase<{ handles: number }>(
    stack,
    'SELECT count(*)::int AS handles FROM handle WHERE org_id = $1 GROUP BY contact_id',
    [tenant.orgId],
  )
  expect(rows.map(({ handles }) => handles)).toEqual(people.map(() => 2))
  const [stored] = await askDatabase(stack, 'SELECT count(*)::int AS count FROM message WHERE org_id = $1', [
    tenant.orgId,
  ])
  expect(stored).toEqual({ count: forms.length + people.length })
}, 60_000)

interface Variant {
  stored?: string
  incoming: string
  same_contact?: boolean
  no_crash?: boolean
  stored_in?: string
  stored_bsuid?: string
  both_stored?: string[]
  picks?: string
  rule?: string
}

/** Ours first, of each rule; then those that nobody here wrote, where they are at hand. */
const variants: Variant[] = [
  { stored: '5511987654321', incoming: '551187654321', same_contact: true, rule: 'BR' },
  { stored: '541187654321', incoming: '5491187654321', same_contact: true, rule: 'AR' },
  { stored: '5218112345678', incoming: '528112345678', same_contact: true, rule: 'MX' },
  { stored: '551132654321', incoming: '5511932654321', same_contact: false, rule: 'BR landline' },
  { stored: '351912000111', incoming: '351912000112', same_contact: false, rule: 'neighbours' },
  ...(readOutside<{ cases: Variant[] }>('phone-whatsapp-variants.json')?.cases ?? []),
]

describe('one person in the forms of their number', () => {
  it.each(variants.map((one, index) => [`${index}: ${one.rule ?? one.incoming}`, one] as const))(
    '%s',
    async (_, one) => {
      const [tenant, stranger] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
      const from = (digits: string) => ({ From: `whatsapp:+${digits.replace(/^\+/, '')}` })
      const isBsuid = one.stored_bsuid !== undefined
      const isUnnumbered = isBsuid && /ExternalUserId/.test(one.incoming)
      const stored = one.both_stored ?? (one.stored ? [one.stored] : [])
      if (one.both_stored) {
        // Each by itself would find the other.
        await askDatabase(
          stack,
          `WITH made AS (
             INSERT INTO contact (org_id, id) SELECT $1, gen_random_uuid() FROM unnest($2::text[]) RETURNING org_id, id
           ), numbered AS (SELECT *, row_number() OVER () AS at FROM made)
           INSERT INTO handle (org_id, id, contact_id, kind, value)
           SELECT org_id, gen_random_uuid(), id, 'phone', '+' || ($2::text[])[at] FROM numbered`,
          [tenant.orgId, one.both_stored],
        )
      } else if (isUnnumbered) {
        await write(tenant, { From: `whatsapp:${one.stored_bsuid}` })
      } else {
        const owner = one.stored_in ? stranger : tenant
        for (const digits of stored)
          await write(owner, { ...from(digits), ...(isBsuid && { ExternalUserId: one.stored_bsuid ?? '' }) })
      }
      const before = one.both_stored ? 0 : stored.length && !one.stored_in ? 1 : 0
      const incoming = one.incoming.startsWith('whatsapp:')
        ? {
            From: one.incoming.split(' ')[0] ?? '',
            ...(/ExternalUserId=/.test(one.incoming) && {
              ExternalUserId: one.incoming.split('ExternalUserId=')[1] ?? '',
            }),
          }
        : from(one.incoming)
      expect((await tenant.receive(incoming)).status).toBe(200)
      await tenant.waitForStored((isUnnumbered ? 1 : before) + 1)
      const conversations = await tenant.conversations()
      if (one.picks) expect(conversations.map(({ contact }) => contact.phone)).toEqual([`+${one.picks}`])
      else if (one.same_contact === true) expect(conversations).toHaveLength(1)
      else if (one.same_contact === false) expect(conversations).toHaveLength(before + 1)
      // What Twilio gave is what an answer goes to.
      const [latest] = await waitFor(async () => {
        const rows = await askDatabase<{ reply_address: string }>(
          stack,
          'SELECT reply_address FROM conversation WHERE org_id = $1 ORDER BY last_inbound_position DESC LIMIT 1',
          [tenant.orgId],
        )
        return rows.length > 0 && rows
      })
      expect(latest?.reply_address).toBe(incoming.From.replace(/^whatsapp:/, ''))
    },
  )
})
