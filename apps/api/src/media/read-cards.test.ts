import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readCards } from './read-cards.js'

const folder = mkdtempSync(join(tmpdir(), 'cloudpa-cards-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
function read(content: string | Uint8Array) {
  count += 1
  const path = join(folder, `${count}.vcf`)
  writeFileSync(path, content)
  return readCards(path)
}
const card = (...lines: string[]) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n')

describe('a contact card', () => {
  it('as WhatsApp writes it', async () => {
    const written = card(
      'N:Prado;Joana;;;',
      'FN:Joana Prado',
      'ORG:Padaria Central;Balcão',
      'item1.TEL;waid=351912000111:+351 912 000 111',
      'item1.X-ABLabel:_$!<Mobile>!$_',
      'item2.EMAIL;type=INTERNET:joana@padaria.example',
      'PHOTO;BASE64:AAAA',
      ' AAAA',
    )
    expect(await read(written)).toEqual([
      {
        name: 'Joana Prado',
        company: 'Padaria Central',
        phones: [{ number: '+351 912 000 111', label: 'Mobile' }],
        emails: ['joana@padaria.example'],
      },
    ])
  })

  it('of an old phone, quoted and broken', async () => {
    const written = [
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=81lvarez;Jos=',
      '=C3=A9;;;',
      'TEL;CELL;PREF:0612 34 56 78',
      'TEL;HOME;VOICE:+34 91 000 00 00',
      'END:VCARD',
    ].join('\n')
    expect(await read(written)).toMatchObject([
      {
        name: 'José Álvarez',
        company: null,
        phones: [
          { number: '0612 34 56 78', label: 'cell' },
          { number: '+34 910 00 00 00', label: 'home' },
        ],
      },
    ])
  })

  it('in the charset that it names', async () => {
    const written = card('FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Jos=E9', 'TEL:+1')
    expect(await read(written)).toMatchObject([{ name: 'José' }])
    const unknown = card('FN;CHARSET=X-NONE;ENCODING=QUOTED-PRINTABLE:Jos=C3=A9')
    expect(await read(unknown)).toMatchObject([{ name: 'José' }])
  })

  it('of version 4, with quoted parameters and addresses', async () => {
    const written = card(
      'FN:A\\, B\\; C\\nD',
      'TEL;VALUE=uri;TYPE="voice,work":tel:+1-555-010-2030;ext=5',
      'NOTE;X="a:b":none',
    )
    expect(await read(written)).toMatchObject([
      { name: 'A, B; C D', phones: [{ number: '+1 555 010 2030', label: 'work' }] },
    ])
  })

  it('folded within a name', async () => {
    expect(await read(card('FN:Maria', '  da Silva'))).toMatchObject([{ name: 'Maria da Silva' }])
  })

  it('without a name goes by what it has', async () => {
    expect(await read(card('ORG:Oficina'))).toMatchObject([{ name: 'Oficina', company: 'Oficina' }])
    expect(await read(card('TEL:+34600000000'))).toMatchObject([{ name: '+34 600 00 00 00' }])
    expect(await read(card('NOTE:nothing'))).toEqual([])
  })

  it('within another is left out', async () => {
    const agent = card('FN:Agent', 'TEL:+2').trimEnd().split('\r\n')
    expect(await read(card('FN:Boss', 'AGENT:', ...agent, 'TEL:+1'))).toMatchObject([
      { name: 'Boss', phones: [{ number: '+1' }] },
    ])
  })

  it.each([
    ['is none', '<html><script>alert(1)</script></html>'],
    ['begins and never ends', 'BEGIN:VCARD\r\nFN:Ann\r\n'],
    ['is bytes', Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7) % 256))],
    ['is empty', ''],
  ])('that %s holds nobody', async (_, content) => {
    expect(await read(content)).toEqual([])
  })

  it('holds no more than a bubble can, however much there is', async () => {
    const numbers = Array.from({ length: 500 }, (_, at) => `TEL:+1555${at}`)
    const emails = Array.from({ length: 500 }, (_, at) => `EMAIL:a${at}@x.test`)
    const many = Array.from({ length: 50 }, () => card(`FN:${'🙂'.repeat(5_000)}\0`, ...numbers, ...emails))
    const people = await read(many.join(''))
    expect(people.length).toBeGreaterThan(5)
    expect([people[0]?.phones.length, people[0]?.emails.length]).toEqual([5, 5])
    expect(Buffer.byteLength(JSON.stringify(people))).toBeLessThan(16_010)
    expect(people[0]?.name).not.toMatch(/\p{Surrogate}/u)
  })

  it('holds twenty people of more, and one however long all of theirs is', async () => {
    expect(await read(card('FN:Ann', 'TEL:+1').repeat(30))).toHaveLength(20)
    const long = '🙂'.repeat(250)
    const all = [1, 2, 3, 4, 5, 6].flatMap((at) => [
      `item${at}.TEL:${at}${long}`,
      `item${at}.X-ABLABEL:${long}`,
      `EMAIL:${at}${long}`,
    ])
    const one = card(`FN:${long}`, `ORG:${long}`, ...all)
    const people = await read(one + one)
    expect(people).toMatchObject([{ phones: { length: 5 }, emails: { length: 5 } }])
    expect(Buffer.byteLength(JSON.stringify(people))).toBeLessThan(16_010)
  })

  it('with a picture of sixteen megabytes is read past it, in one line or in many', async () => {
    const ann = [{ name: 'Ann', phones: [{ number: '+1' }] }]
    const lines = `${' '.padEnd(75, 'A')}\r\n`.repeat(210_000)
    expect(await read(card('FN:Ann', `PHOTO:AAAA\r\n${lines.trimEnd()}`, 'TEL:+1'))).toMatchObject(ann)
    expect(await read(card('FN:Ann', `PHOTO:${'A'.repeat(16_000_000)}`, 'TEL:+1'))).toMatchObject(ann)
    const quoted = `${'A'.repeat(75)}=\n`.repeat(200_000)
    const photo = `PHOTO;ENCODING=QUOTED-PRINTABLE:${quoted}A`
    expect(await read(card('FN:Ann', photo, 'TEL:+1'))).toMatchObject(ann)
  }, 20_000)

  it('goes on where a chunk of the file ends within a line, its end or its break', async () => {
    for (const before of [65_490, 65_500, 65_510, 65_520]) {
      const name = 'FN;ENCODING=QUOTED-PRINTABLE:Jos=C3=\r\n=A9 da=\r\n=20Silva'
      const found = [{ name: 'José da Silva', phones: [{ number: '+1' }] }]
      for (let more = 0; more < 12; more += 1) {
        const start = card(`NOTE:${'A'.repeat(before - 60 + more)}`, name, 'TEL:+1')
        expect([before, more, await read(start)]).toMatchObject([before, more, found])
      }
    }
  })
})

/** What is spent on a file, in milliseconds of the processor: others that use the machine do not count. */
async function spentOn(content: string): Promise<number> {
  const path = join(folder, 'measured.vcf')
  writeFileSync(path, content)
  const before = process.cpuUsage()
  await readCards(path)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

it.each<[what: string, piece: string]>([
  ['semicolons that a break ends', ';'],
  ['semicolons on lines', `${';'.repeat(1_990)}=\n`],
  ['breaks', '\n'],
  ['breaks that are two signs', '\r\n'],
  ['spaces that continue nothing', ' \n'],
  ['quotes that nothing ends', '"'],
  ['colons', ':'],
  ['short quoted lines', 'N;QUOTED-PRINTABLE:=\n'],
  ['parts of a name behind a stroke', `N:${'a'.repeat(1_900)}\\\n`],
  ['companies behind a stroke', `ORG:${'a'.repeat(1_900)}\\\n`],
  ['numbers with extensions that a line separator ends', `TEL:1${';'.repeat(1_900)}\u2028\n`],
  ['parameters', `TEL${';A=B,'.repeat(300)}:1\n`],
  ['cards within cards', 'BEGIN:VCARD\n'],
  ['cards of nobody', 'BEGIN:VCARD\nEND:VCARD\n'],
])(
  'sixteen megabytes of %s cost as much as sixteen of one',
  async (_, piece) => {
    const of = (bytes: number) =>
      `BEGIN:VCARD\n${piece.repeat(Math.ceil(bytes / Buffer.byteLength(piece)))}=\nx\nEND:VCARD\n`
    await spentOn(of(1_000_000))
    const one = Math.min(await spentOn(of(1_000_000)), await spentOn(of(1_000_000)))
    // What grows with the square is 256 times as much; a start of some milliseconds is in both.
    expect(await spentOn(of(16_000_000))).toBeLessThan(60 * Math.max(one, 5))
  },
  60_000,
)
