import type { CountryCode } from 'libphonenumber-js/core'

/** A phone number that somebody wrote. */
export interface WrittenNumber {
  /** E.164, with its plus. */
  value: string
  /** As people abroad read it: +34 612 34 56 78. */
  formatted: string
  country: CountryCode | undefined
}

/**
 * Reads a number as people write it, with its country's code or without.
 * @param ours a number of the same country as those that don't say theirs
 * @returns undefined where it is no number
 */
export type ReadNumber = (written: string, ours?: string) => WrittenNumber | undefined

/** @throws where it can't be fetched: no page but the one that writes to a number needs it */
export async function loadReadNumber(): Promise<ReadNumber> {
  const [{ parsePhoneNumberFromString }, { default: metadata }] = await Promise.all([
    import('libphonenumber-js/core'),
    import('libphonenumber-js/min/metadata'),
  ])
  const parse = (text: string, options: object = {}) => {
    const phone = parsePhoneNumberFromString(text, { ...options, extract: false }, metadata)
    return phone?.isPossible() && !phone.ext ? phone : undefined
  }
  /** With its country's code, but no plus. One that lacks a digit could be somebody's abroad, were it merely possible. */
  const abroad = (text: string) => {
    const phone = /^\d/.test(text) ? parse(`+${text}`) : undefined
    return phone?.isValid() ? phone : undefined
  }
  return (written, ours) => {
    // Full-width digits and signs are digits and signs; the plus may be dialled, or doubled.
    const text = written
      .normalize('NFKC')
      .trim()
      .replace(/^[+\s]*00|^\+[+\s]*/, '+')
    const own = ours === undefined ? undefined : parse(ours)
    const home = own && { defaultCountry: own.country, defaultCallingCode: own.countryCallingCode }
    const phone = parse(text, home) ?? abroad(text)
    if (!phone) return undefined
    return { value: phone.number, formatted: phone.formatInternational(), country: phone.country }
  }
}
