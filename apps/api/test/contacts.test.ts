import type { ContactDetail, ContactPage, ListedContact } from '@cloudpa/contracts/contacts'
import { createDoor } from '@cloudpa/db'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { refuseOptedOut } from '../src/contacts/refuse-opted-out.js'
import { newMember } from './browser.js'
import { askDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const contacts = '/contacts'

/** Has somebody write, and waits for them to be a contact. */
async function hear(tenant: Tenant, phone: string, name?: string): Promise<ListedContact> {
  const sid = `SM${crypto.randomUUID()}`
  await tenant.receive({
    MessageSid: sid,
    From: `whatsapp:${phone}`,
    ...(name === undefined ? {} : { ProfileName: name }),
  })
  await tenant.waitForSid(sid)
  return found(tenant, phone)
}

async function found(tenant: Tenant, q: string): Promise<ListedContact> {
  const { items } = await search(tenant, q)
  return items[0] as ListedContact
}

const search = (tenant: Tenant, q: string) =>
  tenant.call<ContactPage>('GET', `${contacts}?q=${encodeURIComponent(q)}`)
const namesFor = async (tenant: Tenant, q: string) => (await search(tenant, q)).items.map(({ name }) => name)

describe('a wish not to be written to', () => {
  const say = async (tenant: Tenant, body: string) => {
    const sid = `SM${crypto.randomUUID()}`
    await tenant.receive({ MessageSid: sid, From: 'whatsapp:+34600112890', Body: body })
    await tenant.waitForSid(sid)
  }
  const optedOutAt = async (tenant: Tenant) => (await tenant.conversations())[0]?.contact.optedOutAt

  it('is kept, told to every screen, and taken back by a word as plain', async () => {
    const tenant = await Tenant.create(stack)
    await say(tenant, 'When do you open?')
    const { id } = await found(tenant, '600112890')
    const screen = await tenant.openScreen()
    await say(tenant, 'Stop.')
    const at = await optedOutAt(tenant)
    expect(at).toEqual(expect.any(String))
    expect(await tenant.call('GET', `${contacts}/${id}`)).toMatchObject({ optedOutAt: at })
    await waitFor(() =>
      screen.events.some((event) => event.type === 'message' && event.conversation.contact.optedOutAt === at),
    )
    await waitFor(() => screen.events.some((event) => event.type === 'contacts' && event.id === id))
    screen.close()
    await say(tenant, 'I mean, stop by whenever you like')
    expect(await optedOutAt(tenant)).toBe(at)
    await say(tenant, 'START')
    expect(await optedOutAt(tenant)).toBeNull()
    // As the very first word of somebody, too.
    const other = await Tenant.create(stack)
    await say(other, 'BAJA')
    expect(await optedOutAt(other)).toEqual(expect.any(String))
  })

  it('holds against an older word that is taken in late, and may be noted by hand', async () => {
    const tenant = await Tenant.create(stack)
    await say(tenant, 'Stop')
    const { id } = await found(tenant, '600112890')
    const at = await optedOutAt(tenant)
    const late = `SM${crypto.randomUUID()}`
    const form = new URLSearchParams({
      MessageSid: late,
      AccountSid: tenant.account.accountSid,
      From: 'whatsapp:+34600112890',
      To: tenant.account.externalPhoneId,
      Body: 'START',
    })
    await askDatabase(
      stack,
      `WITH event AS (
         INSERT INTO webhook_event (org_id, chat_account_id, kind, sid, form, received_at)
         VALUES ($1, $2, 'message', $3, $4, now() - interval '1 hour') RETURNING position, org_id, kind, received_at
       )
       INSERT INTO webhook_due (position, org_id, kind, received_at) SELECT * FROM event`,
      [tenant.orgId, tenant.chatAccountId, late, form.toString()],
    )
    await tenant.waitForSid(late)
    expect(await optedOutAt(tenant)).toBe(at)
    const agreed = await tenant.call<ContactDetail>('PATCH', `${contacts}/${id}`, { optedOut: false })
    expect(agreed.optedOutAt).toBeNull()
    const noted = await tenant.call<ContactDetail>('PATCH', `${contacts}/${id}`, { optedOut: true })
    expect(await optedOutAt(tenant)).toBe(noted.optedOutAt)
    const [conversation] = await tenant.conversations()
    const door = createDoor({ url: stack.databaseUrl, poolSize: 1 })
    const unasked = () =>
      door.readOrg(tenant.orgId, (tx) => refuseOptedOut(tx, tenant.orgId, conversation?.id ?? ''))
    await expect(unasked()).rejects.toMatchObject({ params: { reason: 'opted_out' } })
    // Who noted it is behind what they wrote before, and ahead of what they write next.
    await say(tenant, 'Unstop')
    expect(await optedOutAt(tenant)).toBeNull()
    await unasked()
    await door.close()
  })
})

describe('the list', () => {
  it('goes by name, whatever case and accents, in pages that miss nobody and double nobody', async () => {
    const tenant = await Tenant.create(stack)
    const names = ['Zoë', 'ana', 'Ángel', 'Émile', 'eva', 'سارة', '陈伟', 'Ana', 'ßen', 'ana']
    for (const [n, name] of names.entries()) await hear(tenant, `+3460011${1000 + n}`, name)
    await hear(tenant, '+34600112000')
    const listed: string[] = []
    let cursor: string | null = ''
    let total: number | null = null
    while (cursor !== null) {
      const page: ContactPage = await tenant.call(
        'GET',
        `${contacts}?limit=3${cursor && `&cursor=${cursor}`}`,
      )
      listed.push(...page.items.map(({ name }) => name))
      if (cursor === '') total = page.total
      else expect(page.total).toBeNull()
      cursor = page.nextCursor
    }
    expect(total).toBe(11)
    expect(listed[0]).toBe('+34 600 11 20 00')
    expect(listed.slice(1).map((name) => name.toLowerCase())).toEqual([
      'ana',
      'ana',
      'ana',
      'ángel',
      'émile',
      'eva',
      'ßen',
      'zoë',
      'سارة',
      '陈伟',
    ])
  })

  it.each([
    'made-up',
    'e30',
    Buffer.from('["a\\u0000","00000000-0000-7000-8000-000000000000"]').toString('base64url'),
  ])('refuses a cursor that is none of ours: %s', async (cursor) => {
    const tenant = await Tenant.create(stack)
    expect(await tenant.refusal('GET', `${contacts}?cursor=${cursor}`)).toMatchObject({ status: 400 })
  })

  it('finds by parts of names, in any language, and by numbers as people write them', async () => {
    const tenant = await Tenant.create(stack)
    await hear(tenant, '+34600112890', 'María López')
    await hear(tenant, '+4915120348890', 'Jonas Becker')
    await hear(tenant, '+971501182044', 'سارة المنصوري')
    await hear(tenant, '+8613910207741', '陈伟 Wei')
    for (const q of ['maria', 'LOPEZ', 'lópez mar', 'ria', '600 11 28', '0600-112890', '+34 600 11 28 90'])
      expect([q, await namesFor(tenant, q)]).toEqual([q, ['María López']])
    expect(await namesFor(tenant, 'المنصورى'.slice(0, 5))).toEqual(['سارة المنصوري'])
    expect(await namesFor(tenant, '陈')).toEqual(['陈伟 Wei'])
    for (const q of ['maria becker', '%', '_', '99999', 'xyz']) expect(await namesFor(tenant, q)).toEqual([])
    expect(await search(tenant, 'e')).toMatchObject({ total: 3 })
    expect(await tenant.refusal('GET', `${contacts}?q=%00`)).toMatchObject({ status: 400 })
  })

  it('finds whom the org has named by the name that they gave themself, too', async () => {
    const tenant = await Tenant.create(stack)
    const { id } = await hear(tenant, '+34600112890', 'Marí ✨')
    await tenant.call('PATCH', `${contacts}/${id}`, { name: 'Dr López' })
    for (const q of ['lopez', 'mari', 'mari dr'])
      expect([q, await namesFor(tenant, q)]).toEqual([q, ['Dr López']])
    for (const q of ['zmari', 'lopezmari', 'mari xyz'])
      expect([q, await namesFor(tenant, q)]).toEqual([q, []])
    await hear(tenant, '+34600112890', 'Later')
    expect(await namesFor(tenant, 'later')).toEqual(['Dr López'])
    expect(await namesFor(tenant, 'mari')).toEqual([])
  })

  it('takes signs for themselves', async () => {
    const tenant = await Tenant.create(stack)
    const names = ['50% off', '50 off', 'a_b', 'acb', String.raw`a\b`, 'say "hi"', 'a,{b}']
    for (const [n, name] of names.entries()) await hear(tenant, `+3460011${1000 + n}`, name)
    for (const [q, name] of [
      ['0%', '50% off'],
      ['a_', 'a_b'],
      ['_', 'a_b'],
      [String.raw`a\b`, String.raw`a\b`],
      ['\\', String.raw`a\b`],
      ['"hi"', 'say "hi"'],
      [',{b}', 'a,{b}'],
    ] as const)
      expect([q, await namesFor(tenant, q)]).toEqual([q, [name]])
  })

  it('takes a name as long as any that is kept', async () => {
    const tenant = await Tenant.create(stack)
    const name = Array.from({ length: 20_000 }, (_, n) =>
      String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000)),
    ).join('')
    expect((await hear(tenant, '+34600112890', name)).name).toBe(name.slice(0, 200))
  })
})

describe('what the org knows of a contact', () => {
  it('may be cut in the midst of an emoji', async () => {
    const tenant = await Tenant.create(stack)
    const { id } = await hear(tenant, '+33639980021', 'Amina')
    const change = {
      name: 'A \ud83d',
      about: '\ude00',
      fields: [{ label: 'B \ud83d', value: '\ud83d \ude00 😀' }],
    }
    expect(await tenant.call<ContactDetail>('PATCH', `${contacts}/${id}`, change)).toMatchObject({
      name: 'A \ufffd',
      about: '\ufffd',
      fields: [{ label: 'B \ufffd', value: '\ufffd \ufffd 😀' }],
    })
  })

  it('is changed field by field, and shown wherever the contact is', async () => {
    const tenant = await Tenant.create(stack)
    const { id } = await hear(tenant, '+33639980021', 'amina ✨')
    const path = `${contacts}/${id}`
    const fields = [
      { label: 'Size', value: 'M' },
      { label: 'Birthday', value: '3 May' },
    ]
    await tenant.call('PATCH', path, { fields })
    await tenant.call('PATCH', path, { about: 'Pays late.\nIs nice.' })
    const named = await tenant.call<ContactDetail>('PATCH', path, { name: ' Amina Diallo ' })
    expect(named).toMatchObject({
      name: 'Amina Diallo',
      ourName: 'Amina Diallo',
      profileName: 'amina ✨',
      about: 'Pays late.\nIs nice.',
      fields,
      handles: [{ value: '+33639980021', country: 'FR' }],
      conversations: [{ unreadCount: 1, state: 'open' }],
    })
    expect(named.firstInboundAt).toBe(named.lastInboundAt)
    expect(await tenant.conversations()).toMatchObject([{ contact: { name: 'Amina Diallo' } }])
    expect(await found(tenant, 'amina')).toMatchObject({
      name: 'Amina Diallo',
      conversationId: named.conversations[0]?.id,
    })
    // A new name of their own is kept, and shown once ours is taken away.
    await hear(tenant, '+33639980021', 'Mina')
    expect(await tenant.conversations()).toMatchObject([
      { contact: { name: 'Amina Diallo', profileName: 'Mina' } },
    ])
    await tenant.call('PATCH', path, { name: '' })
    expect(await tenant.conversations()).toMatchObject([{ contact: { name: 'Mina', ourName: null } }])
  })

  it('keeps of two changes that were made of the same revision the first, and says so of the other', async () => {
    const tenant = await Tenant.create(stack)
    const { id } = await hear(tenant, '+33639980022', 'Amina')
    const path = `${contacts}/${id}`
    const { revision } = await tenant.call<ContactDetail>('GET', path)
    const tried = await Promise.all(
      ['one', 'two'].map((about) => tenant.fetch('PATCH', path, { about, revision })),
    )
    expect(tried.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const { about, revision: now } = await tenant.call<ContactDetail>('GET', path)
    expect(about).toBe(tried[0]?.status === 200 ? 'one' : 'two')
    expect(now).toBeGreaterThan(revision)
    expect(await tenant.refusal('PATCH', path, { fields: [], revision })).toMatchObject({
      status: 409,
      message: 'Someone else has just changed this. Check it and try again.',
    })
    await tenant.call('PATCH', path, { fields: [{ label: 'Size', value: 'M' }], revision: now })
    // Programs that say nothing of it go on as before.
    await tenant.call('PATCH', path, { about: 'three' })
  })

  it.each([
    { name: 'x'.repeat(81) },
    { name: 'a\nb' },
    { about: 'x'.repeat(2_001) },
    { about: '\0' },
    { fields: Array.from({ length: 21 }, () => ({ label: 'a', value: 'b' })) },
    { fields: [{ label: '', value: 'b' }] },
    { fields: [{ label: 'a', value: '\0' }] },
    { profileName: 'Eve' },
  ])('refuses what does not fit: %#', async (input) => {
    const tenant = await Tenant.create(stack)
    const { id } = await hear(tenant, '+33639980021', 'Amina')
    expect(await tenant.refusal('PATCH', `${contacts}/${id}`, input)).toMatchObject({ status: 400 })
    expect(await found(tenant, 'Amina')).toMatchObject({ ourName: null })
  })

  it('reaches every screen within a second: the conversations, and that contacts changed', async () => {
    const tenant = await Tenant.create(stack)
    const { id, conversationId } = await hear(tenant, '+33639980021', 'Amina')
    const [before] = await tenant.conversations()
    const screen = await tenant.openScreen()
    const begun = performance.now()
    await tenant.call('PATCH', `${contacts}/${id}`, { name: 'Amina Diallo' })
    await waitFor(() => screen.events.some((event) => event.type === 'contacts'), { timeoutMs: 1_000 })
    expect(performance.now() - begun).toBeLessThan(1_500)
    const told = screen.events.find((event) => event.type === 'conversation')
    expect(told).toMatchObject({ conversation: { id: conversationId, contact: { name: 'Amina Diallo' } } })
    // What screens hold is replaced by greater revisions alone.
    const revision = told?.type === 'conversation' ? told.conversation.revision : 0
    expect(revision).toBeGreaterThan(before?.revision ?? 0)
    // The same again says nothing, and a note is no matter of the conversation's.
    const heard = screen.events.length
    await tenant.call('PATCH', `${contacts}/${id}`, { name: 'Amina Diallo' })
    await tenant.call('PATCH', `${contacts}/${id}`, { about: 'A note' })
    await waitFor(() => screen.events.length > heard)
    expect(screen.events.slice(heard)).toEqual([{ type: 'contacts', id }])
    screen.close()
  })

  it('is not mixed up by who writes and who names at the same time', async () => {
    const tenant = await Tenant.create(stack)
    const { id } = await hear(tenant, '+33639980021', 'Amina')
    const path = `${contacts}/${id}`
    const writes = Array.from({ length: 20 }, (_, n) =>
      tenant.receive({ From: 'whatsapp:+33639980021', ProfileName: `Mina ${n}` }),
    )
    const names = Array.from({ length: 20 }, (_, n) => tenant.call('PATCH', path, { name: `Name ${n}` }))
    const answers = await Promise.all([...writes, ...names])
    expect(answers).toHaveLength(40)
    await tenant.waitForInbound(21)
    await tenant.call('PATCH', path, { name: 'At last' })
    expect(await tenant.conversations()).toMatchObject([{ unreadCount: 21, contact: { name: 'At last' } }])
  })
})

it('members edit; only admins import, export and merge', async () => {
  const tenant = await Tenant.create(stack)
  const { id } = await hear(tenant, '+33639980021', 'Amina')
  const member = await newMember(await tenant.owner(), 'member')
  const path = `/api/v1${contacts}`
  expect((await member.get(path)).status).toBe(200)
  expect((await member.ask('PATCH', `${path}/${id}`, { name: 'A' })).status).toBe(200)
  const refused = await Promise.all([
    fetch(`${stack.apiUrl}${path}/export`, { headers: { cookie: member.cookie } }),
    member.ask('POST', `${path}/import`, 'phone\n', { 'content-type': 'text/csv' }),
    member.post(`${path}/${id}/merge`, { otherId: crypto.randomUUID() }),
    member.post(`${path}/${id}/merge/undo`, { mergeId: crypto.randomUUID() }),
  ])
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403])
})

it('a number is another contact in each org', async () => {
  const [one, other] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
  const { id } = await hear(one, '+33639980021', 'Amina')
  const theirs = await hear(other, '+33639980021', 'Amina')
  expect(theirs.id).not.toBe(id)
  await one.call('PATCH', `${contacts}/${id}`, { name: 'Ours', about: 'Ours' })
  expect(await found(other, 'Amina')).toMatchObject({ name: 'Amina', ourName: null })
  for (const path of [`${contacts}/${id}`, `${contacts}/${crypto.randomUUID()}`])
    expect(await other.refusal('PATCH', path, { name: 'Theirs' })).toMatchObject({ status: 404 })
  const rows = await askDatabase(stack, 'SELECT FROM contact WHERE our_name = $1', ['Theirs'])
  expect(rows).toEqual([])
})
