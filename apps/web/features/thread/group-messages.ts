import { dayKey } from '../words/format-time'

const groupMs = 2 * 60_000

export interface Groupable {
  key: string
  /** Which side wrote it; a note is of neither. */
  direction: 'inbound' | 'outbound' | 'note'
  at: string
  /** Null while only this screen knows the message. */
  position: number | null
}
export interface Row<T> {
  entry: T
  /** First of a run by one side: it gets the tail and the wider gap above. */
  first: boolean
  /** Last of the run: it says when. */
  last: boolean
  /** The unread divider stands before this one. */
  divider: boolean
}
export interface Day<T> {
  key: string
  /** When its first message was sent, to name the day by. */
  at: string
  rows: Row<T>[]
}

/**
 * Splits a thread at the reader's midnight, gathers what one side wrote within two minutes, and marks
 * where the unread part began.
 * @param firstUnread the key of the first message that was unread; null: no divider
 */
export function groupMessages<T extends Groupable>(
  entries: T[],
  firstUnread: string | null,
  timeZone?: string,
): Day<T>[] {
  const days: Day<T>[] = []
  let previous: T | undefined
  for (const entry of entries) {
    const key = dayKey(entry.at, timeZone)
    let day = days.at(-1)
    if (day?.key !== key) {
      day = { key, at: entry.at, rows: [] }
      days.push(day)
      previous = undefined
    }
    const divider = entry.key === firstUnread
    const apart = previous ? Date.parse(entry.at) - Date.parse(previous.at) : Infinity
    const first = divider || previous?.direction !== entry.direction || apart > groupMs
    const before = day.rows.at(-1)
    if (before && !first) before.last = false
    day.rows.push({ entry, first, last: true, divider })
    previous = entry
  }
  return days
}
