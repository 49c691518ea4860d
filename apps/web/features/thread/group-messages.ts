import { dayKey } from '../words/format-time'

const groupMs = 2 * 60_000

export interface Groupable {
  key: string
  direction: 'inbound' | 'outbound'
  at: string
  /** Null while only this screen knows the message. */
  position: number | null
}
export interface Row<T> {
  entry: T
  /** First of a run by one side: it gets the tail and the wider gap. */
  first: boolean
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
 * Whether the loaded messages reach back to where the unread part began. Until they do, the oldest loaded one
 * only happens to be the first, and a divider before it would be a lie.
 */
export function reachesBackTo(
  readPosition: number,
  entries: Pick<Groupable, 'position'>[],
  hasEarlier: boolean,
): boolean {
  const oldest = entries.find(({ position }) => position !== null)?.position ?? Infinity
  return !hasEarlier || oldest <= readPosition
}

/**
 * Splits a thread at the reader's midnight, gathers what one side wrote within two minutes, and marks
 * where the unread part began: the first inbound message after `readPosition` (null: no divider).
 */
export function groupMessages<T extends Groupable>(
  entries: T[],
  readPosition: number | null,
  timeZone?: string,
): Day<T>[] {
  const days: Day<T>[] = []
  let previous: T | undefined
  let dividerAt =
    readPosition === null
      ? undefined
      : entries.find(({ direction, position }) => direction === 'inbound' && (position ?? 0) > readPosition)
  for (const entry of entries) {
    const key = dayKey(entry.at, timeZone)
    let day = days.at(-1)
    if (day?.key !== key) {
      day = { key, at: entry.at, rows: [] }
      days.push(day)
      previous = undefined
    }
    const divider = entry === dividerAt
    if (divider) dividerAt = undefined
    const apart = previous ? Date.parse(entry.at) - Date.parse(previous.at) : Infinity
    const first = divider || previous?.direction !== entry.direction || apart > groupMs
    day.rows.push({ entry, first, divider })
    previous = entry
  }
  return days
}
