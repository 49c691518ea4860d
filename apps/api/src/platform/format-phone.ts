import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { LRUCache } from 'lru-cache'

/** Formatting one takes as long as the rest of its row; the same few are shown again and again. Some megabytes in all. */
const formatted = new LRUCache<string, string>({ max: 20_000 })

/** A phone number (E.164) as people of its country group it, with its country code; as it is where it is none. */
export function formatPhone(phone: string): string {
  const known = formatted.get(phone)
  if (known !== undefined) return known
  const written = parsePhoneNumberFromString(phone)?.formatInternational() ?? phone
  formatted.set(phone, written)
  return written
}
