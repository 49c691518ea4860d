const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions, at: Date, timeZone: string | undefined) {
  const key = JSON.stringify([options, timeZone])
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(undefined, timeZone ? { ...options, timeZone } : options)
    formats.set(key, made)
  }
  return made.format(at)
}

/** 14:02 or 2:02 PM, in the way of the reader's locale. */
export function clockTime(at: string, timeZone?: string): string {
  return format({ hour: 'numeric', minute: '2-digit' }, new Date(at), timeZone)
}

/** The calendar day in the reader's own time zone, as a key: 2026-11-20. */
export function dayKey(at: string | number, timeZone?: string): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'iso8601' } as const
  const key = JSON.stringify(['day', timeZone])
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat('en-CA', timeZone ? { ...parts, timeZone } : parts)
    formats.set(key, made)
  }
  return made.format(new Date(at))
}

/** Today, Yesterday, a weekday within the week, else the date; the year only where it differs. */
export function dayLabel(at: string, nowMs: number, timeZone?: string): string {
  const age = daysBetween(at, nowMs, timeZone)
  if (age === 0) return 'Today'
  if (age === 1) return 'Yesterday'
  if (age > 1 && age < 7) return format({ weekday: 'long' }, new Date(at), timeZone)
  const sameYear = dayKey(at, timeZone).slice(0, 4) === dayKey(nowMs, timeZone).slice(0, 4)
  const options = { weekday: 'short', day: 'numeric', month: 'long' } as const
  return format(sameYear ? options : { ...options, year: 'numeric' }, new Date(at), timeZone)
}

/** What stands at the right of a conversation's row. */
export function rowTime(at: string, nowMs: number, timeZone?: string): string {
  const age = daysBetween(at, nowMs, timeZone)
  if (age <= 0) return clockTime(at, timeZone)
  if (age === 1) return 'Yesterday'
  if (age < 7) return format({ weekday: 'short' }, new Date(at), timeZone)
  return format({ day: 'numeric', month: 'short' }, new Date(at), timeZone)
}

/** Calendar days, not 24-hour spans: midnight is what separates them. */
function daysBetween(at: string, nowMs: number, timeZone: string | undefined) {
  return Math.round((Date.parse(dayKey(nowMs, timeZone)) - Date.parse(dayKey(at, timeZone))) / 86_400_000)
}
