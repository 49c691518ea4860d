/** In whose way times are written. */
export interface TimeStyle {
  /** Of dates, with the region where it is known: `en-GB` writes 14:02, `en-US` 2:02 PM. */
  locale: string
  /** The reader's; the machine's own where there is none. */
  timeZone?: string | undefined
  /** In the reader's language. */
  today: string
  yesterday: string
}

type Place = Pick<TimeStyle, 'locale' | 'timeZone'>

// Making a format costs a hundred times what using it does, and a list has hundreds of times.
const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions, at: string | number, { locale, timeZone }: Place) {
  const key = JSON.stringify([locale, options, timeZone])
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(locale, timeZone ? { ...options, timeZone } : options)
    formats.set(key, made)
  }
  return made.format(new Date(at))
}

/** 14:02 or 2:02 PM. */
export function clockTime(at: string, style: Place): string {
  return format({ hour: 'numeric', minute: '2-digit' }, at, style)
}

/** The calendar day in the reader's own time zone, as a key: 2026-11-20. */
export function dayKey(at: string | number, timeZone?: string): string {
  return format({ year: 'numeric', month: '2-digit', day: '2-digit' }, at, { locale: 'en-CA', timeZone })
}

/** A day without its weekday: 20 November; the year only where it differs. */
export function dateLabel(at: string, nowMs: number, style: Place): string {
  return dated({ day: 'numeric', month: 'long' }, at, nowMs, style)
}

/** Today, Yesterday, a weekday within the week, else the date. Stands alone, so that it begins with a capital. */
export function dayLabel(at: string, nowMs: number, style: TimeStyle): string {
  const age = daysBetween(at, nowMs, style.timeZone)
  if (age === 0) return style.today
  if (age === 1) return style.yesterday
  const label =
    age > 1 && age < 7
      ? format({ weekday: 'long' }, at, style)
      : dated({ weekday: 'short', day: 'numeric', month: 'long' }, at, nowMs, style)
  return label.charAt(0).toLocaleUpperCase(style.locale) + label.slice(1)
}

/** What stands at the end of a conversation's row. */
export function rowTime(at: string, nowMs: number, style: TimeStyle): string {
  const age = daysBetween(at, nowMs, style.timeZone)
  if (age <= 0) return clockTime(at, style)
  if (age === 1) return style.yesterday
  if (age < 7) return format({ weekday: 'short' }, at, style)
  return format({ day: 'numeric', month: 'short' }, at, style)
}

function dated(options: Intl.DateTimeFormatOptions, at: string, nowMs: number, style: Place) {
  const sameYear = dayKey(at, style.timeZone).slice(0, 4) === dayKey(nowMs, style.timeZone).slice(0, 4)
  return format(sameYear ? options : { ...options, year: 'numeric' }, at, style)
}

/** Calendar days, not 24-hour spans: midnight is what separates them. */
function daysBetween(at: string, nowMs: number, timeZone: string | undefined) {
  return Math.round((Date.parse(dayKey(nowMs, timeZone)) - Date.parse(dayKey(at, timeZone))) / 86_400_000)
}
