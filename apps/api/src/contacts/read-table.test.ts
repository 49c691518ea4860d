import { describe, expect, it } from 'vitest'
import { readName, readTable } from './read-table.js'
import { csvHead, csvRowOf } from './write-csv.js'

const phoneIn = async (written: string, country: string | null = 'ES') =>
  (await readTable(`name,phone\nAnn,"${written}"`, country)).rows[0]?.phone

describe('numbers as people write them', () => {
  it.each([
    ['in their country', '600 11 28 90', '+34600112890'],
    ['with dashes and brackets', '(958) 22-10-07', '+34958221007'],
    ['with a country code', '+33 6 39 98 00 21', '+33639980021'],
    ['with 00 before it', '0033 6 39 98 00 21', '+33639980021'],
    ['without its plus', '4915120348890', '+4915120348890'],
    ['as WhatsApp has it', 'whatsapp:+4915120348890', '+4915120348890'],
    ['as it was dialled in Mexico once', '+52 1 55 1234 5678', '+5215512345678'],
    ['kept from being a formula', "'+4915120348890", '+4915120348890'],
  ])('%s', async (_, written, phone) => {
    expect(await phoneIn(written)).toBe(phone)
  })

  it('need a country code where the country is unknown', async () => {
    expect(await phoneIn('600 11 28 90', null)).toBeUndefined()
    expect(await phoneIn('+34 600 11 28 90', null)).toBe('+34600112890')
  })
})

it.each([
  ['English', 'Full Name,Mobile Phone,Notes'],
  ['Spanish', 'Nombre completo,Teléfono móvil,Observaciones'],
  ['Portuguese', 'Nome,Número de telefone,Observações'],
  ['Arabic', 'الاسم,رقم الهاتف,ملاحظات'],
  ['what Google Contacts writes', 'Display Name,Phone 1 - Value,Notes'],
])('finds the columns by their names: %s', async (_, head) => {
  const { rows } = await readTable(`${head}\nAnn Lee,600112890,From the fair`, 'ES')
  expect(rows).toMatchObject([{ name: 'Ann Lee', phone: '+34600112890', about: 'From the fair', line: 2 }])
})

it('puts first and last names together', async () => {
  const { rows } = await readTable('Last name;First name;Phone\nLee;Ann;600112890', 'ES')
  expect(rows[0]?.name).toBe('Ann Lee')
})

it('says of each row that it leaves out where it is and why', async () => {
  const table = [
    'name,phone,about',
    'Ann,600112890,',
    'Bob,,',
    'Carl,12,',
    'Dora,call me,',
    '"Ann\nagain",+34 600 11 28 90,',
    `${'x'.repeat(81)},600112891,`,
    `Eve,600112892,${'x'.repeat(2001)}`,
    'Fay,600112893,',
  ]
  const { count, rows, faults } = await readTable(table.join('\n'), 'ES')
  expect(count).toBe(8)
  expect(rows.map(({ name }) => name)).toEqual(['Ann', 'Fay'])
  expect(faults.map(({ line, reason }) => [line, reason])).toEqual([
    [3, 'no_number'],
    [4, 'number'],
    [5, 'number'],
    [6, 'duplicate'],
    [8, 'name'],
    [9, 'about'],
  ])
})

it('takes both forms of a Brazilian number for one person, whichever comes first', async () => {
  const forms = ['+5541988887777', '+554188887777']
  for (const phones of [forms, forms.toReversed()]) {
    const { faults } = await readTable(`phone\n${phones.join('\n')}`, null)
    expect(faults).toMatchObject([{ line: 3, reason: 'duplicate' }])
  }
})

it('refuses a table without numbers, and one of 10,001 rows, and takes one of 10,000', async () => {
  const rows = (count: number) =>
    `phone\n${Array.from({ length: count }, (_, n) => `+1500${5_000_000 + n}`).join('\n')}`
  await expect(readTable('name,age\nAnn,40', 'ES')).rejects.toThrow('“Phone”')
  await expect(readTable('', 'ES')).rejects.toThrow('“Phone”')
  await expect(readTable(rows(10_001), 'ES')).rejects.toThrow('10000')
  expect((await readTable(rows(10_000), 'ES')).rows).toHaveLength(10_000)
})

// Normalised as a whole, such a title takes minutes, in which nobody else is served.
it('refuses a title that is one letter under a million accents', async () => {
  await expect(readTable(`e${'\u0301'.repeat(1_000_000)}\nAnn`, 'ES')).rejects.toThrow('“Phone”')
})

describe('what an export writes', () => {
  const contact = (ourName: string, about = '', phone = '+34600112890') =>
    csvRowOf({
      id: 'c',
      ourName,
      profileName: '@ann',
      optedOutAt: null,
      handles: [{ kind: 'phone', value: phone }],
      about,
      fields: [{ label: 'Size', value: '=1+1' }],
      createdAt: new Date(0),
    })

  it.each(['=HYPERLINK("http://evil.test")', '+1', '-1', '@SUM(A1)'])(
    'holds no formula, and is taken back as it was: %s',
    async (text) => {
      const file = csvHead + contact(text, text)
      for (const cell of file.slice(1).split(/,|\r\n/))
        expect(cell.replace(/^"/, '')).not.toMatch(/^[=@\t\r-]/)
      expect((await readTable(file, null)).rows).toMatchObject([{ name: text, about: text }])
    },
  )

  it.each(['a;=1+1', 'a\t@SUM(A1)', 'a\r\n-1', 'a\n+1', '＝1+1', 'a;＠x', 'a;"=1+1', 'a; =1+1', '=1;=2'])(
    'holds no formula where semicolons or tabs part cells, and is taken back: %j',
    async (text) => {
      const file = csvHead + contact('Ann', text)
      for (const cell of file.slice(1).split(/[;\t\r\n]/)) expect(cell).not.toMatch(/^[" ]*[=+\-@＝＋－＠]/)
      expect((await readTable(file, null)).rows).toMatchObject([{ about: text }])
    },
  )

  it.each(['two   spaces', "'=formula", '\u202Eturned', 'no\u00A0break', "-'-"])(
    'is read as the name that it is of: %j',
    async (name) => {
      expect((await readTable(csvHead + contact(name), null)).rows[0]?.name).toBe(readName(name))
    },
  )

  it('has plain numbers, and texts with lines and quotation marks', async () => {
    const file = csvHead + contact('Ann "Lee", Ltd', 'One\r\ntwo; "three"')
    expect(file).toContain(',+34600112890,')
    expect((await readTable(file, null)).rows).toEqual([
      {
        line: 2,
        name: 'Ann "Lee", Ltd',
        phone: '+34600112890',
        about: 'One\r\ntwo; "three"',
        fields: [{ label: 'Size', value: '=1+1' }],
      },
    ])
  })
})

it('reads a table of a hundred thousand columns for no longer than its rows', async () => {
  const columns = Array.from({ length: 100_000 }, (_, at) => `c${at}`).join(',')
  const rows = Array.from({ length: 5_000 }, (_, at) => `+346001${String(at).padStart(5, '0')},x`).join('\n')
  const { rows: read } = await readTable(`phone,${columns}\n${rows}`, null)
  expect(read).toHaveLength(5_000)
  expect(read[0]?.fields).toEqual([{ label: 'c0', value: 'x' }])
})
