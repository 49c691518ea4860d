/** Somebody on a contact card. */
export interface Card {
  name: string
  phones: string[]
}

/** The cards of a vCard file (RFC 6350 and 2426): names and numbers, whatever else stands there. */
export function readCards(text: string): Card[] {
  // A long line goes on in the next, which begins with a space.
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  const cards: Card[] = []
  let card: Card | undefined
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = (line.slice(0, colon).split(';')[0] ?? '').split('.').at(-1)?.toUpperCase()
    const value = readValue(line.slice(colon + 1)).trim()
    if (name === 'BEGIN') cards.push((card = { name: '', phones: [] }))
    if (card === undefined || value === '') continue
    if (name === 'FN') card.name = value
    if (name === 'N' && card.name === '')
      card.name = value.split(';').slice(0, 2).toReversed().join(' ').trim()
    if (name === 'TEL') card.phones.push(value.replace(/^tel:/, ''))
  }
  return cards
}

/** A vCard as WhatsApp writes it. */
export function writeCard({ name, phones }: Card): string {
  const tel = phones.map((phone) => `TEL;type=CELL;waid=${phone.replace(/\D/g, '')}:${phone}`)
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${writeValue(name)};;;`,
    `FN:${writeValue(name)}`,
    ...tel,
    'END:VCARD',
    '',
  ].join('\r\n')
}

function writeValue(value: string): string {
  return value.replace(/[\\,;]/g, (found) => `\\${found}`).replace(/\s*\n\s*/g, ' ')
}

function readValue(value: string): string {
  return value.replace(/\\([\\,;])/g, '$1').replace(/\\n/gi, ' ')
}
