import { createReadStream } from 'node:fs'
import type { CardContact } from '@cloudpa/contracts/content'
import { clip } from '../platform/clip-text.js'
import { formatPhone } from '../platform/format-phone.js'
import { unfoldLines } from './card-lines.js'

/** People in one message, and what of each is kept: a bubble is to stay small. */
export const mostCards = 20
const mostOfEach = 5
const maxLength = 200
/** All that is kept of them together, in bytes, as it is written to the database. */
export const maxCardBytes = 16_000
/** Lines of one name in one card; what is kept of them is chosen among these. */
const mostOfName = 20
const mostParams = 20

/** One `NAME;PARAM=value:value` of a card. */
interface Line {
  group: string
  name: string
  /** In small letters; what stands without a name, as in 2.1, is of the type. */
  params: { name: string; value: string }[]
  value: string
}

/** What a card says line by line, until it is known whose names go with which numbers. */
type Card = Line[]

/** Pictures and keys take whole files, and nothing of them is kept. */
const kept = /^(FN|N|NICKNAME|ORG|TEL|EMAIL|X-ABLABEL)$/

const isKept = ({ name }: Line, card: Card) =>
  kept.test(name) && card.filter((line) => line.name === name).length < mostOfName

/**
 * Reads the people out of contact cards: vCard 2.1, 3.0 and 4.0 (RFC 6350), as many as a file holds, as far as they can be
 * read. Of a file of any size no more is held than a few lines.
 * @returns nobody where the file holds no card
 */
export async function readCards(path: string): Promise<CardContact[]> {
  const people: CardContact[] = []
  let bytes = 0
  let card: Card | undefined
  // An agent of somebody is a card within theirs.
  let depth = 0
  for await (const text of unfoldLines(createReadStream(path))) {
    const line = readLine(text)
    if (!line) continue
    const isCard = line.value.trim().toUpperCase() === 'VCARD'
    if (line.name === 'BEGIN' && isCard) {
      depth += 1
      if (depth === 1) card = []
    } else if (line.name === 'END' && isCard) {
      depth = Math.max(0, depth - 1)
      if (depth > 0 || !card) continue
      const person = personOf(card)
      card = undefined
      if (!person) continue
      bytes += Buffer.byteLength(JSON.stringify(person)) + 1
      if (bytes > maxCardBytes) break
      people.push(person)
      if (people.length === mostCards) break
    } else if (depth === 1 && card && isKept(line, card)) card.push(line)
  }
  return people
}

function readLine(text: string): Line | undefined {
  // The first colon outside of quotes.
  const [head] = /^(?:[^":]|"[^"]*")*(?=:)/.exec(text) ?? []
  if (head === undefined) return undefined
  const [full = '', ...rest] = head.match(/(?:[^";]|"[^"]*")+/g) ?? []
  const [name = '', group = ''] = full.split('.').toReversed()
  const params = rest.slice(0, mostParams).map((param) => {
    const [left = '', ...right] = param.split('=')
    const [own, value] = right.length > 0 ? [left, right.join('=')] : ['type', left]
    return { name: own.trim().toLowerCase(), value: value.replaceAll('"', '').trim().toLowerCase() }
  })
  const raw = text.slice(head.length + 1)
  const isQuoted = params.some(({ value }) => value === 'quoted-printable')
  const charset = params.find((param) => param.name === 'charset')?.value
  return {
    group: group.toLowerCase(),
    name: name.trim().toUpperCase(),
    params,
    value: isQuoted ? unquote(raw, charset) : raw,
  }
}

/** Quoted-printable (RFC 2045), in which phones of old write names. */
function unquote(text: string, charset = 'utf-8'): string {
  const bytes = Buffer.from(
    text.replaceAll(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))),
    'latin1',
  )
  return decoderOf(charset).decode(bytes)
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}

function personOf(card: Card): CardContact | undefined {
  const valuesOf = (name: string) => card.filter((line) => line.name === name)
  const textOf = (name: string) =>
    valuesOf(name)
      .map(({ value }) => plain(value))
      .find((value) => value !== '')
  const phones = valuesOf('TEL').flatMap((line) => phoneOf(line, card))
  const emails = valuesOf('EMAIL').flatMap(({ value }) => plain(value) || [])
  const company = valuesOf('ORG')
    .map(({ value }) => partsOf(value)[0] ?? '')
    .find((value) => value !== '')
  const [family = '', given = '', middle = ''] = partsOf(valuesOf('N')[0]?.value ?? '')
  const full = [given, middle, family].filter((part) => part !== '').join(' ')
  const name = textOf('FN') || full || textOf('NICKNAME') || company || phones[0]?.number || emails[0]
  if (!name) return undefined
  return {
    name: clip(name, maxLength),
    company: company ? clip(company, maxLength) : null,
    phones: distinct(phones, ({ number }) => number),
    emails: distinct(emails, (email) => email),
  }
}

/** A number with what it is for. What WhatsApp knows somebody by comes first: it has its country code. Grouped to be read. */
function phoneOf({ group, params, value }: Line, card: Card): CardContact['phones'] {
  const id = params.find(({ name, value: digits }) => name === 'waid' && /^\d{5,20}$/.test(digits))?.value
  const number = id ? `+${id}` : plain(value.replace(/^tel:/i, '').split(';', 1)[0] ?? '')
  if (!/\d/.test(number)) return []
  const named = card.find((line) => line.name === 'X-ABLABEL' && line.group !== '' && line.group === group)
  const type = params
    .filter(({ name }) => name === 'type')
    .flatMap(({ value: types }) => types.split(','))
    .find((one) => !/^(voice|pref|msg|text|x-.*)?$/.test(one))
  const label = (named ? plain(named.value).replaceAll(/^_\$!<|>!\$_$/g, '') : type) || null
  return [{ number: formatPhone(number), label: label && clip(label, maxLength) }]
}

function distinct<T>(all: T[], keyOf: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [keyOf(one), one])).values()].slice(0, mostOfEach)
}

/** The parts of a value that has several, apart from each other. A last `\` stands for itself: no try is ever in vain. */
const partsOf = (value: string) =>
  (value.match(/(?:[^;\\]|\\[^]?)*(?:;|$)/g) ?? []).map((part) => plain(part.replace(/;$/, '')))

/** A value as people read it: one line, without what the format and the database have of their own. */
const plain = (value: string) =>
  clip(
    value
      .replaceAll(/\\([^])/g, (_, sign: string) => (/n/i.test(sign) ? ' ' : sign))
      .replaceAll(/[\p{Cc}\p{Surrogate}]+/gu, ' ')
      .trim(),
    maxLength,
  )
