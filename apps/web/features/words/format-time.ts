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

const looks = {
  clock: { hour: 'numeric', minute: '2-digit' },
  key: { year: 'numeric', month: '2-digit', day: '2-digit' },
  weekday: { weekday: 'long' },
  shortWeekday: { weekday: 'short' },
  shortDate: { day: 'numeric', month: 'short' },
  shortDateOfYear: { day: 'numeric', month: 'short', year: 'numeric' },
  date: { day: 'numeric', month: 'long' },
  dateOfYear: { day: 'numeric', month: 'long', year: 'numeric' },
  day: { weekday: 'short', day: 'numeric', month: 'long' },
  dayOfYear: { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' },
  fullDay: { weekday: 'long', day: 'numeric', month: 'long' },
  fullDayOfYear: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>
type Look = keyof typeof looks

// Making a format costs a hundred times what using it does, and a list has hundreds of times.
const formats = new Map<string, Intl.DateTimeFormat>()

function format(look: Look, at: string | number, { locale, timeZone = '' }: Place) {
  const key = `${look} ${locale} ${timeZone}`
  let made = formats.get(key)
  if (!made) {
    const options: Intl.DateTimeFormatOptions = looks[look]
    made = new Intl.DateTimeFormat(locale, timeZone ? { ...options, timeZone } : options)
    formats.set(key, made)
  }
  return made.format(new Date(at))
}

/** 14:02 or 2:02 PM. */
export function clockTime(at: string, style: Place): string {
  return format('clock', at, style)
}

/** The calendar day in the reader's own time zone, as a key: 2026-11-20. */
export function dayKey(at: string | number, timeZone?: string): string {
  if (timeZone) return format('key', at, { locale: 'en-CA', timeZone })
  // The machine's own, of which a date knows sooner than Intl: a thread is split into days before it is drawn.
  const date = new Date(at)
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`
}

const twoDigits = (count: number) => String(count).padStart(2, '0')

/** A day without its weekday: 20 November; the year only where it differs. */
export function dateLabel(at: string, nowMs: number, style: Place): string {
  return dated('date', at, nowMs, style)
}

/** Today, Yesterday, a weekday within the week, else the date. Stands alone, so that it begins with a capital. */
export function dayLabel(at: string, nowMs: number, style: TimeStyle): string {
  const age = daysBetween(at, nowMs, style.timeZone)
  if (age === 0) return style.today
  if (age === 1) return style.yesterday
  const label = age > 1 && age < 7 ? format('weekday', at, style) : dated('day', at, nowMs, style)
  return label.charAt(0).toLocaleUpperCase(style.locale) + label.slice(1)
}

/** What stands at the end of a conversation's row. Above the rows of today and of yesterday stands which day it is. */
export function rowTime(at: string, nowMs: number, style: TimeStyle): string {
  const age = daysBetween(at, nowMs, style.timeZone)
  if (age <= 1) return clockTime(at, style)
  if (age < 7) return format('shortWeekday', at, style)
  return format('shortDate', at, style)
}

/** The day of what is to come, inside of a sentence: tomorrow, a weekday within the week, else the date; null for today. */
export function comingDay(at: string, nowMs: number, style: Place): string | null {
  const days = -daysBetween(at, nowMs, style.timeZone)
  if (days <= 0) return null
  if (days === 1) return new Intl.RelativeTimeFormat(style.locale, { numeric: 'auto' }).format(1, 'day')
  return days < 7 ? format('weekday', at, style) : dateLabel(at, nowMs, style)
}

/** Tomorrow is a word of its own, where another day may need its article. */
export function isTomorrow(at: string, nowMs: number, { timeZone }: Place): boolean {
  return daysBetween(at, nowMs, timeZone) === -1
}

/** A coming day where there is little room, with its time: Wed 09:00, 1 Dec 09:00. */
export function comingShort(at: string, nowMs: number, style: Place): string {
  const days = -daysBetween(at, nowMs, style.timeZone)
  if (days <= 0) return clockTime(at, style)
  const day = days < 7 ? format('shortWeekday', at, style) : dated('shortDate', at, nowMs, style)
  return `${day} ${clockTime(at, style)}`
}

/** A day in full, to be sure that it is the one that was meant: Tuesday 1 December. */
export function fullDay(at: string, nowMs: number, style: Place): string {
  return dated('fullDay', at, nowMs, style)
}

function dated(look: 'date' | 'day' | 'shortDate' | 'fullDay', at: string, nowMs: number, style: Place) {
  const sameYear = dayKey(at, style.timeZone).slice(0, 4) === dayKey(nowMs, style.timeZone).slice(0, 4)
  return format(sameYear ? look : `${look}OfYear`, at, style)
}

/** Calendar days, not 24-hour spans: midnight is what separates them. */
function daysBetween(at: string, nowMs: number, timeZone: string | undefined) {
  return Math.round((Date.parse(dayKey(nowMs, timeZone)) - Date.parse(dayKey(at, timeZone))) / 86_400_000)
}
