/**
 * An application/x-www-form-urlencoded body as Twilio means it: a flat list of fields, where `a[b]` is just a name.
 * Parsers that build objects from brackets would change the names, and with them the signature.
 */
export class FlatForm {
  /** Twilio's forms have some thirty. */
  static readonly maxFields = 1_000

  /** The values of each name, in their order. Of most names there is one, and it stands alone. */
  private readonly fields: Map<string, string | string[]>
  private signed: string | undefined

  constructor(readonly raw: string) {
    this.fields = readOrdinary(raw) ?? readAny(raw)
  }

  /** Whether a body holds more fields than any form of Twilio's, told by its separators before anything is parsed. */
  static hasTooManyFields(raw: string): boolean {
    let count = 1
    for (let at = raw.indexOf('&'); at !== -1; at = raw.indexOf('&', at + 1)) count += 1
    return count > FlatForm.maxFields
  }

  /** The field's first value without NUL characters (PostgreSQL text can't hold them), or undefined when absent or empty. */
  get(name: string): string | undefined {
    const value = this.fields.get(name)
    return (Array.isArray(value) ? value[0] : value)?.replaceAll('\0', '') || undefined
  }

  /** Which fields there are, in their order. */
  get names(): string[] {
    return [...this.fields.keys()]
  }

  /** The values of MediaUrl0, MediaUrl1, … in their order, whatever a count field claims. */
  numbered(prefix: string): { index: number; value: string }[] {
    const found: { index: number; value: string }[] = []
    for (const name of this.fields.keys()) {
      const digits = name.startsWith(prefix) ? name.slice(prefix.length) : ''
      const value = /^\d{1,3}$/.test(digits) ? this.get(name) : undefined
      if (value) found.push({ index: Number(digits), value })
    }
    return found.toSorted((a, b) => a.index - b.index)
  }

  /**
   * What a signature covers beside the URL: each name with its value, sorted by name
   * (https://www.twilio.com/docs/usage/security#validating-requests). A name with several values stands once before each
   * different one of them, as in Twilio's SDKs.
   */
  get signedText(): string {
    if (this.signed !== undefined) return this.signed
    let text = ''
    for (const name of [...this.fields.keys()].sort()) {
      const value = this.fields.get(name) as string | string[]
      if (typeof value === 'string') text += name + value
      else for (const one of [...new Set(value)].sort()) text += name + one
    }
    return (this.signed = text)
  }
}

/**
 * Reads what nearly every form is, at half of URLSearchParams’ cost: no name comes twice, every escape is one of UTF-8.
 * @returns undefined for any other
 */
function readOrdinary(raw: string): Map<string, string> | undefined {
  // URLSearchParams takes it for the beginning of a query.
  if (raw.startsWith('?')) return undefined
  const fields = new Map<string, string>()
  try {
    for (const field of raw.split('&')) {
      if (field === '') continue
      const at = field.indexOf('=')
      const name = decode(at === -1 ? field : field.slice(0, at))
      if (fields.has(name)) return undefined
      fields.set(name, at === -1 ? '' : decode(field.slice(at + 1)))
    }
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
  return fields
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}

function readAny(raw: string): Map<string, string | string[]> {
  const fields = new Map<string, string | string[]>()
  for (const [name, value] of new URLSearchParams(raw)) {
    const earlier = fields.get(name)
    if (Array.isArray(earlier)) earlier.push(value)
    else fields.set(name, earlier === undefined ? value : [earlier, value])
  }
  return fields
}
