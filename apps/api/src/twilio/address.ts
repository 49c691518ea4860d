/** Where a WhatsApp message comes from or goes to, without Twilio's channel prefix. */
export type Address = { kind: 'phone' | 'user_id'; value: string }

/**
 * Reads an address of Twilio's: `whatsapp:+14155550001`, `+14155550001`, a short code, or a WhatsApp user id like
 * `whatsapp:US.1234` (the country, a dot, an id; sent instead of the phone when a customer uses a username).
 * An unescaped `+` of a form arrives as a space and is taken for what was meant.
 * @returns undefined when there is nothing to read
 */
export function readAddress(text: string | undefined): Address | undefined {
  const bare = text
    ?.replace(/^\s*whatsapp:/i, '')
    .replace(/^ (?=\d)/, '+')
    .trim()
  if (!bare) return undefined
  const digits = bare.replace(/[\s().-]/g, '')
  if (/^\+\d{3,20}$/.test(digits)) return { kind: 'phone', value: digits }
  if (/^\d{3,20}$/.test(digits)) return { kind: 'phone', value: digits.length > 6 ? `+${digits}` : digits }
  return { kind: 'user_id', value: bare }
}

/** A WhatsApp user id, with or without prefix, or undefined when the text has not the shape of one. */
export function readUserId(text: string | undefined): string | undefined {
  const bare = text?.replace(/^\s*whatsapp:/i, '').trim()
  return bare && /^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$/.test(bare) ? bare : undefined
}

/** The address as Twilio's API wants it. User ids carry no `+`. */
export function toTwilioAddress(value: string): string {
  return `whatsapp:${value}`
}
