/**
 * An application/x-www-form-urlencoded body as Twilio means it: a flat list of fields, where `a[b]` is just a name.
 * Parsers that build objects from brackets would change the names, and with them the signature.
 */
export class FlatForm {
  /** Twilio's forms have some thirty. */
  static readonly maxFields = 1_000

  private readonly fields = new Map<string, string>()
  /** Every field for the signature: name → value, or its values where a name repeats. Has no prototype. */
  readonly signedFields: Record<string, string | string[]> = Object.create(null)

  constructor(readonly raw: string) {
    for (const [name, value] of new URLSearchParams(raw)) {
      const earlier = this.signedFields[name]
      if (Array.isArray(earlier)) earlier.push(value)
      else this.signedFields[name] = earlier === undefined ? value : [earlier, value]
      if (!this.fields.has(name)) this.fields.set(name, value)
    }
  }

  /** Whether a body holds more fields than any form of Twilio's, told by its separators before anything is parsed. */
  static hasTooManyFields(raw: string): boolean {
    let count = 1
    for (let at = raw.indexOf('&'); at !== -1; at = raw.indexOf('&', at + 1)) count += 1
    return count > FlatForm.maxFields
  }

  /** The field's first value without NUL characters (PostgreSQL text can't hold them), or undefined when absent or empty. */
  get(name: string): string | undefined {
    return this.fields.get(name)?.replaceAll('\0', '') || undefined
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
}
