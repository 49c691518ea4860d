/** A message that an answer asks for. */
export interface Saying {
  body: string
  mediaUrls: string[]
}

const response =
  /^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<Response(?:\s[^>]*)?(?:\/>|>([\s\S]*)<\/Response>)\s*$/

/**
 * Reads what a TwiML document says to the customer: `<Message>words</Message>`, or with `<Body>` and `<Media>` in it.
 * @returns undefined when it is no TwiML document
 */
export function readTwiml(text: string): Saying[] | undefined {
  const document = response.exec(text)
  if (document === null) return undefined
  const messages = (document[1] ?? '').matchAll(/<(Message|Sms)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/g)
  return [...messages].map(([, , inside = '']) => sayingOf(inside)).filter(saysSomething)
}

function sayingOf(inside: string): Saying {
  const parts = (name: string): string[] =>
    [...inside.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
      ([, part = '']) => plain(part),
    )
  const bodies = parts('Body')
  const body = bodies.length > 0 ? bodies.join('') : plain(inside.replace(/<Media[\s\S]*?<\/Media>/g, ''))
  return { body, mediaUrls: parts('Media') }
}

function saysSomething({ body, mediaUrls }: Saying): boolean {
  return body !== '' || mediaUrls.length > 0
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text of an element, without what is marked up in it. */
function plain(markup: string): string {
  return markup
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part) => {
      const literal = /^<!\[CDATA\[([\s\S]*)\]\]>$/.exec(part)?.[1]
      return literal ?? part.replace(/<[^>]*>/g, '').replace(/&(#x?[\da-f]+|\w+);/gi, unescaped)
    })
    .join('')
    .trim()
}

function unescaped(whole: string, name: string): string {
  if (!name.startsWith('#')) return entities[name] ?? whole
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole
}
