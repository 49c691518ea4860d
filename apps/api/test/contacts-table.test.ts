import type { ContactDetail, ContactPage, ImportAnswer } from '@cloudpa/contracts/contacts'
import type { Me } from '@cloudpa/contracts/orgs'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { askDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const spanish = { externalPhoneId: 'whatsapp:+34958221000' }

const post = (tenant: Tenant, table: string | Uint8Array, query = '') =>
  fetch(`${stack.apiUrl}/api/v1/contacts/import${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tenant.apiKey}`, 'content-type': 'text/csv' },
    body: table as BodyInit,
  })

async function take(tenant: Tenant, table: string, query = ''): Promise<ImportAnswer> {
  const answer = await post(tenant, table, query)
  expect(answer.status).toBe(200)
  return (await answer.json()) as ImportAnswer
}

const listed = async (tenant: Tenant) => {
  const { items } = await tenant.call<ContactPage>('GET', '/contacts?limit=200')
  return items.map(({ name, phone }) => [name, phone])
}

/** What the org keeps of somebody besides the name. */
async function noted(tenant: Tenant, q: string) {
  const [one] = (await tenant.call<ContactPage>('GET', `/contacts?q=${q}`)).items
  const { about, fields } = await tenant.call<ContactDetail>('GET', `/contacts/${one?.id}`)
  return { about, fields }
}

async function exported(tenant: Tenant): Promise<string> {
  const answer = await tenant.fetch('GET', '/contacts/export')
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toContain('contacts.csv')
  return Buffer.from(await answer.arrayBuffer()).toString()
}

/** All rows of an org that an import could change. */
const rowsOf = ({ orgId }: Tenant) =>
  askDatabase(
    stack,
    `SELECT (SELECT jsonb_agg(to_jsonb(c) ORDER BY id) FROM contact c WHERE org_id = $1) AS contacts,
            (SELECT jsonb_agg(to_jsonb(h) ORDER BY id) FROM handle h WHERE org_id = $1) AS handles,
            (SELECT last FROM org_seq WHERE org_id = $1) AS seq`,
    [orgId],
  )

it('says what an import would do, does it, and does it once', async () => {
  const tenant = await Tenant.create(stack, spanish)
  await tenant.receive({ From: 'whatsapp:+34600112890', ProfileName: 'mari' })
  await tenant.receive({ From: 'whatsapp:+34600112891', ProfileName: 'Eva' })
  await tenant.waitForInbound(2)
  const table =
    '\uFEFFNombre;Teléfono;Notas\r\nMaría López;600 11 28 90;\r\nEva;600112891;\r\n"Pérez, Juan";600112892;"Un\r\ncliente"\r\nNadie;12;\r\nJuan;+34 600 11 28 92;\r\n'
  const before = await rowsOf(tenant)
  const said = await take(tenant, table, '?dryRun=true')
  expect(said).toMatchObject({
    dryRun: true,
    country: 'ES',
    rows: 5,
    made: 1,
    renamed: 1,
    unchanged: 1,
    failed: 2,
  })
  expect(said.faults).toEqual([
    { line: 6, reason: 'number', value: '12' },
    { line: 7, reason: 'duplicate', value: '+34600112892' },
  ])
  expect(said.sample).toEqual([
    { line: 2, name: 'María López', formattedPhone: '+34 600 11 28 90', becomes: 'renamed' },
    { line: 3, name: 'Eva', formattedPhone: '+34 600 11 28 91', becomes: 'unchanged' },
    { line: 4, name: 'Pérez, Juan', formattedPhone: '+34 600 11 28 92', becomes: 'made' },
  ])
  expect(await rowsOf(tenant)).toEqual(before)
  expect(await take(tenant, table)).toEqual({ ...said, dryRun: false })
  expect(await listed(tenant)).toEqual([
    ['Eva', '+34600112891'],
    ['María López', '+34600112890'],
    ['Pérez, Juan', '+34600112892'],
  ])
  expect((await tenant.conversations()).map(({ contact }) => contact.name).toSorted()).toEqual([
    'Eva',
    'María López',
  ])
  const after = await rowsOf(tenant)
  expect(await take(tenant, table)).toMatchObject({ made: 0, renamed: 0, unchanged: 3 })
  expect(await rowsOf(tenant)).toEqual(after)
  // Whoever was imported is the one who writes later.
  await tenant.receive({ From: 'whatsapp:+34600112892', ProfileName: 'Juanito' })
  await tenant.waitForInbound(3)
  expect(await listed(tenant)).toHaveLength(3)
})

it('two imports of the same people at the same time make each of them once', async () => {
  const tenant = await Tenant.create(stack)
  const phones = Array.from({ length: 1_200 }, (_, n) => `+34600${100_000 + n}`)
  const table = (names: string[]) => `name,phone\n${names.map((phone) => `P${phone},${phone}`).join('\n')}`
  const answers = await Promise.all([take(tenant, table(phones)), take(tenant, table(phones.toReversed()))])
  expect(answers.map(({ made }) => made).reduce((sum, one) => sum + one)).toBe(phones.length)
  const { total } = await tenant.call<ContactPage>('GET', '/contacts')
  expect(total).toBe(phones.length)
})

it('tells screens of an import once at its end, and of each conversation that it names', async () => {
  const tenant = await Tenant.create(stack)
  const people = 1_000
  const phones = Array.from({ length: people }, (_, n) => `+34600${100_000 + n}`)
  await tenant.receive({ From: `whatsapp:${phones.at(-1)}`, ProfileName: 'mari' })
  await tenant.waitForInbound(1)
  const tableOf = (name: string) => `name,phone\n${phones.map((phone) => `${name},${phone}`).join('\n')}`
  const told = async () => {
    const { orgId } = tenant
    const rows = await askDatabase<{ kind: string }>(
      stack,
      `SELECT kind FROM org_event WHERE org_id = $1 AND kind IN ('contact', 'conversation') ORDER BY seq`,
      [orgId],
    )
    return rows.map(({ kind }) => kind)
  }
  const screen = await tenant.openScreen()
  const before = (await told()).length
  expect(await take(tenant, tableOf('One'))).toMatchObject({ made: people - 1, renamed: 1 })
  expect((await told()).slice(before)).toEqual(['conversation', 'contact'])
  await waitFor(() => screen.events.some(({ type }) => type === 'contacts'))
  await take(tenant, tableOf('One'))
  expect((await told()).length).toBe(before + 2)
  await take(tenant, tableOf('Two'))
  expect((await told()).slice(before + 2)).toEqual(['conversation', 'contact'])
  await waitFor(() => screen.events.filter(({ type }) => type === 'contacts').length === 2)
  expect(screen.events.filter(({ type }) => type === 'contacts')).toEqual([
    { type: 'contacts' },
    { type: 'contacts' },
  ])
  expect(screen.events.some(({ type }) => type === 'resync')).toBe(false)
  screen.close()
})

it('an export is taken back by an import that changes nothing', async () => {
  const tenant = await Tenant.create(stack)
  await tenant.receive({ From: 'whatsapp:+34600112890', ProfileName: '=1+1' })
  await tenant.receive({ From: 'whatsapp:+5215512345678', ProfileName: 'a "b"; c' })
  await tenant.receive({ From: 'whatsapp:+34600112891', ProfileName: 'Nora' })
  await tenant.waitForInbound(3)
  const [nora] = (await tenant.call<ContactPage>('GET', '/contacts?q=nora')).items
  await tenant.call('PATCH', `/contacts/${nora?.id}`, {
    name: '+Nora',
    about: "'=x\n\ny",
    fields: [
      { label: 'Size', value: '=M' },
      { label: 'Dog', value: 'Rex, "the dog";\nbrown' },
    ],
  })
  await take(tenant, 'name,phone,about\n-Ann,+4915120348890,"=cmd|\' /C calc\'!A0\nand more"\n')
  const file = await exported(tenant)
  expect(file.startsWith('\uFEFFName,Phone,')).toBe(true)
  expect(file).toContain("'=1+1,+34600112890,'=1+1")
  expect(file).toContain('"\'=cmd|')
  const before = await rowsOf(tenant)
  expect(await take(tenant, file)).toMatchObject({ rows: 4, made: 0, renamed: 0, unchanged: 4, failed: 0 })
  expect(await rowsOf(tenant)).toEqual(before)
  // And gives another org the same people, who are others there.
  const other = await Tenant.create(stack)
  expect(await take(other, file)).toMatchObject({ made: 4, labels: ['Size', 'Dog'] })
  expect(await listed(other)).toEqual(await listed(tenant))
  expect(await noted(other, 'nora')).toEqual(await noted(tenant, 'nora'))
})

it('whoever is new has what all columns say of them, and whoever is known what the org said', async () => {
  const tenant = await Tenant.create(stack, spanish)
  await take(tenant, 'name,phone\nAnn,600112890')
  const table = [
    'Name;E-mail;Phone;Birthday;Details;;Notes;Notes',
    'Ann;ann@people.test;600112890;3 May;Size: M;x;Pays;Late',
    "Bea;bea@people.test;600112891;;Size: L;y;'=Pays;On time",
    `Cleo;${'x'.repeat(501)};600112892;;;;;`,
  ].join('\n')
  const said = await take(tenant, table, '?dryRun=true')
  expect(said).toMatchObject({ made: 1, unchanged: 1, labels: ['Size', 'E-mail', 'Notes'] })
  expect(said.faults).toEqual([{ line: 4, reason: 'details', value: 'x'.repeat(100) }])
  expect(await take(tenant, table)).toEqual({ ...said, dryRun: false })
  expect(await noted(tenant, 'ann')).toEqual({ about: '', fields: [] })
  expect(await noted(tenant, 'bea')).toEqual({
    about: '=Pays',
    fields: [
      { label: 'Size', value: 'L' },
      { label: 'E-mail', value: 'bea@people.test' },
      { label: 'Notes', value: 'On time' },
    ],
  })
})

it('nobody is renamed by an export that is taken back, whatever WhatsApp calls them', async () => {
  const tenant = await Tenant.create(stack)
  const names = ['two   spaces', "'=formula", '\u202Eturned', 'no\u00A0break', "-'-", 'x'.repeat(81)]
  for (const [n, name] of names.entries())
    await tenant.receive({ From: `whatsapp:+3460011${1000 + n}`, ProfileName: name })
  await tenant.waitForInbound(names.length)
  const before = await rowsOf(tenant)
  expect(await take(tenant, await exported(tenant))).toMatchObject({
    made: 0,
    renamed: 0,
    unchanged: names.length - 1,
    faults: [{ reason: 'name' }],
  })
  expect(await rowsOf(tenant)).toEqual(before)
})

it('an export is whole, however many there are', async () => {
  const tenant = await Tenant.create(stack)
  const rows = Array.from({ length: 2_500 }, (_, n) => `Same name,+34600${100_000 + n}`)
  await take(tenant, `name,phone\n${rows.join('\n')}`)
  const lines = (await exported(tenant)).trim().split('\r\n')
  expect(new Set(lines).size).toBe(2_501)
})

it('an export goes by what never changes, so that nobody who is renamed meanwhile is missed', async () => {
  const tenant = await Tenant.create(stack)
  await take(tenant, 'name,phone\nZoe,+34600112890\nMax,+34600112891\nAnn,+34600112892')
  const ids = await askDatabase<{ our_name: string }>(
    stack,
    'SELECT our_name FROM contact WHERE org_id = $1 ORDER BY id',
    [tenant.orgId],
  )
  const lines = (await exported(tenant)).trim().split('\r\n').slice(1)
  expect(lines.map((line) => line.split(',')[0])).toEqual(ids.map(({ our_name }) => our_name))
})

it('a contact with two numbers has the name of the first row, and the other is told', async () => {
  const tenant = await Tenant.create(stack, spanish)
  const phones = ['+34600112890', '+4915120348890']
  await take(tenant, `name,phone\nAnn,${phones[0]}\nAnnie,${phones[1]}`)
  const { items } = await tenant.call<ContactPage>('GET', '/contacts')
  await tenant.call('POST', `/contacts/${items[0]?.id}/merge`, { otherId: items[1]?.id })
  // In one transaction with the first, and in another one.
  for (const between of [0, 1_200]) {
    const others = Array.from({ length: between }, (_, n) => `P${n},+34600${200_000 + n}`)
    const table = ['name,phone', `Anna,${phones[1]}`, ...others, `Annika,${phones[0]}`].join('\n')
    const fault = { line: between + 3, reason: 'duplicate', value: phones[0] }
    const said = await take(tenant, table, '?dryRun=true')
    expect(said).toMatchObject({ made: between, failed: 1, faults: [fault] })
    expect(await take(tenant, table)).toEqual({ ...said, dryRun: false })
    const before = await rowsOf(tenant)
    expect(await take(tenant, table)).toMatchObject({ made: 0, renamed: 0, unchanged: between + 1 })
    expect(await rowsOf(tenant)).toEqual(before)
    expect((await tenant.call<ContactPage>('GET', '/contacts?q=Anna')).total).toBe(1)
  }
})

it('two imports that rename the same people in another order wait for each other in no circle', async () => {
  const tenant = await Tenant.create(stack)
  const phones = Array.from({ length: 400 }, (_, n) => `+34600${100_000 + n}`)
  const table = (name: string, order: string[]) =>
    `name,phone\n${order.map((phone) => `${name} ${phone},${phone}`).join('\n')}`
  await take(tenant, table('First', phones))
  for (let round = 0; round < 5; round += 1) {
    const [there, back] = await Promise.all([
      take(tenant, table(`There ${round}`, phones)),
      take(tenant, table(`Back ${round}`, phones.toReversed())),
    ])
    expect([there.renamed, back.renamed]).toEqual([400, 400])
  }
})

it.each([
  [
    'no UTF-8',
    new Uint8Array([...Buffer.from('name,phone\nMar'), 0xed, ...Buffer.from('a,600112890')]),
    400,
    'UTF-8',
  ],
  ['UTF-16', Buffer.from('name,phone\nAnn,600112890', 'utf16le'), 400, 'UTF-8'],
  ['a quotation mark that never ends', 'name,phone\n"Ann,600112890', 400, 'line 2'],
  ['no column of numbers', 'name\nAnn', 400, 'Phone'],
  ['10,001 rows', `phone\n${'+34600112890\n'.repeat(10_001)}`, 400, '10000'],
  ['more than 2 MB', `phone\n${' '.repeat(2 * 1024 * 1024)}`, 413, '2048 kB'],
  ['nothing', '', 400, ''],
])('refuses a table with %s, and takes nothing of it', async (_, table, status, says) => {
  const tenant = await Tenant.create(stack)
  const answer = await post(tenant, table)
  expect(answer.status).toBe(status)
  expect(await answer.text()).toContain(says)
  expect(await listed(tenant)).toEqual([])
})

it('what a page asks in JSON is no table, and a wrong query is refused', async () => {
  const tenant = await Tenant.create(stack)
  expect(await tenant.refusal('POST', '/contacts/import', { rows: [] })).toMatchObject({ status: 400 })
  expect((await post(tenant, 'phone\n600112890', '?country=Spain')).status).toBe(400)
  expect(await take(tenant, 'phone\n600112890', '?country=ES')).toMatchObject({ made: 1, country: 'ES' })
  expect((await tenant.call<Me>('GET', '/me')).org.id).toBe(tenant.orgId)
})
