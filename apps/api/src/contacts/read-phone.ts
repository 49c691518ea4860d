import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max'
import { phoneVariants } from './phone-variants.js'

/**
 * Reads a number as people write it, in the country or with its code, with or without the plus.
 * @param country where numbers are from that don't say so; null when nobody knows
 * @returns E.164 with its plus; undefined where it is no number
 */
export function readPhone(written: string, country: string | null): string | undefined {
  // Full-width digits and signs are digits and signs; the plus may be dialled, or doubled.
  const bare = written
    .normalize('NFKC')
    .replace(/^\s*whatsapp:/i, '')
    .trim()
    .replace(/^\+[+\s]*(00)?/, '+')
  const given = possible(bare, country) ?? (/^\d/.test(bare) ? possible(`+${bare}`, null) : undefined)
  if (given) return given
  // As WhatsApp has numbers that are dialled otherwise by now.
  const plain = bare.replaceAll(/[\s().-]/g, '')
  return /^\+\d+$/.test(plain) && phoneVariants(plain).some((one) => possible(one, null)) ? plain : undefined
}

function possible(written: string, country: string | null): string | undefined {
  const phone = parsePhoneNumberFromString(written, (country ?? undefined) as CountryCode | undefined)
  return phone?.isPossible() && !phone.ext ? phone.number : undefined
}
