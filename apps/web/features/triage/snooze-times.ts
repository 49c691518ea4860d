export interface Preset {
  key: 'laterToday' | 'tomorrow' | 'weekend' | 'nextWeek'
  at: Date
}

const [morning, slowMorning, evening] = [9, 10, 21]
const hoursLater = 3

/** The first day of a weekend and the first after it, Sunday being 0, as they are in a region. */
export function weekendOf(region: string): { first: number; after: number } {
  const locale = new Intl.Locale(region) as Intl.Locale & {
    getWeekInfo?: () => { weekend: number[] }
    weekInfo?: { weekend: number[] }
  }
  const { weekend } = locale.getWeekInfo?.() ?? locale.weekInfo ?? { weekend: [6, 7] }
  const [first = 6, last = first] = [weekend[0], weekend.at(-1)]
  return { first: first % 7, after: (last + 1) % 7 }
}

/** Tomorrow morning, in this machine's time zone: what is put off without a word comes back then. */
export function tomorrowAt(nowMs: number): Date {
  return dayAhead(new Date(nowMs), 1, morning)
}

/** When something may come back, in this machine's time zone, each time once and the soonest first. */
export function presetsAt(nowMs: number, weekend: { first: number; after: number }): Preset[] {
  const now = new Date(nowMs)
  const later = new Date(nowMs)
  later.setHours(now.getHours() + hoursLater, 0, 0, 0)
  const isToday = later.getDate() === now.getDate() && later.getHours() <= evening
  const tomorrow = tomorrowAt(nowMs)
  const next = (day: number, hour: number) => dayAhead(now, ((day - now.getDay() + 6) % 7) + 1, hour)
  const all: Preset[] = [
    ...(isToday ? [{ key: 'laterToday' as const, at: later }] : []),
    { key: 'tomorrow', at: tomorrow },
    { key: 'weekend', at: next(weekend.first, slowMorning) },
    { key: 'nextWeek', at: next(weekend.after, morning) },
  ]
  return all
    .filter(({ key, at }) => key === 'tomorrow' || at.getDate() !== tomorrow.getDate())
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
}

/** A clock time some days ahead: calendar days, so that it is the same time though clocks change in between. */
function dayAhead(from: Date, days: number, hour: number): Date {
  return new Date(from.getFullYear(), from.getMonth(), from.getDate() + days, hour)
}
