/** By country, its time zones: to ask costs more than to draw the line that tells. */
const zones = new Map<string, readonly string[]>()

/**
 * What the clocks of a country show, if they all show the same; null where they don't, or nobody knows: a mobile number
 * tells the country, and not where in it somebody is.
 * @param country ISO 3166, like FR
 * @param locale how times are written
 */
export function localTime(country: string | null, nowMs: number, locale: string): string | null {
  if (!country) return null
  const known = zones.get(country) ?? zonesOf(country)
  zones.set(country, known)
  const clocks = new Set(
    known.map((timeZone) => new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(nowMs)),
  )
  return clocks.size === 1 ? ([...clocks][0] ?? null) : null
}

/** In newer browsers asked by a method, in older ones by a property, and in some not at all. */
interface ZonedLocale extends Intl.Locale {
  getTimeZones?: () => string[] | undefined
  timeZones?: string[]
}

function zonesOf(country: string): readonly string[] {
  const locale = new Intl.Locale('und', { region: country }) as ZonedLocale
  return locale.getTimeZones?.() ?? locale.timeZones ?? []
}
