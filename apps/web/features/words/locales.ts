/** The languages there are, in their own words; the first is the fallback. */
export const languages = {
  en: 'English',
  es: 'Español',
  'pt-BR': 'Português (Brasil)',
  ar: 'العربية',
} as const

/** English with every letter accented and a third longer: shows what is not translated and what doesn't fit. */
export const pseudoLocale = 'en-XA'

export type Locale = keyof typeof languages | typeof pseudoLocale

export const localeCookie = 'locale'

export function isLocale(value: string | undefined): value is Locale {
  return value !== undefined && (Object.hasOwn(languages, value) || value === pseudoLocale)
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr'
}

/**
 * The language for a browser.
 * @param accepted its Accept-Language header, whose order of preference is as sent (RFC 9110, 12.5.4)
 * @returns the first one that we speak, in any of its regions; English where there is none
 */
export function chooseLocale(accepted: string): Locale {
  const known = Object.keys(languages) as (keyof typeof languages)[]
  const wanted = accepted
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';')
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { tag: tag.toLowerCase(), quality: quality ? Number(quality.trim().slice(2)) : 1 }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  for (const { tag } of wanted) {
    const found = known.find((locale) => locale.split('-')[0] === tag.split('-')[0])
    if (found) return found
  }
  return 'en'
}

/**
 * Under what name Intl writes dates for somebody who reads a language: as in their region, which the language alone
 * doesn't tell, but by the calendar of our timestamps and with the digits of the words around them.
 * @param accepted the browser's languages, the dearest first
 */
export function regionalLocale(locale: Locale, accepted: readonly string[]): string {
  const spoken = locale === pseudoLocale ? 'en' : locale
  const language = spoken.split('-')[0]
  const found = accepted.find((tag) => tag.toLowerCase().split('-')[0] === language && !tag.includes('-u-'))
  const digits = new Intl.NumberFormat(spoken).resolvedOptions().numberingSystem
  return `${isFormattable(found) ? found : spoken}-u-ca-gregory-nu-${digits}`
}

/** A browser may be told any string to accept. */
function isFormattable(tag: string | undefined): tag is string {
  try {
    return tag !== undefined && Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
