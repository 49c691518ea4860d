'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import { useNow } from '../../client/use-now'
import { cx } from '../../components/ui/cx'
import { useTimes, type Times } from '../words/use-times'
import type { Day, Row } from './group-messages'
import { MessageBubble } from './message-bubble'
import { NoteSlip } from './note-slip'
import type { Entry } from './thread-entries'

interface Props {
  day: Day<Entry>
  contact: Conversation['contact']
  /** Who says a message, in words. */
  says: Record<'inbound' | 'outbound', string>
  /** How many were unread when the thread was opened. */
  unread: number
  openedAtMs: number
  /** The message that Tab comes to. */
  current: string | null
}

/** One day of a thread: its name, and what was said, in one list or one on each side of the unread line. */
export function DaySection({ day, unread, ...props }: Props) {
  const times = useTimes()
  const label = times.dayLabel(day.at, useNow())
  const at = day.rows.findIndex((row) => row.divider)
  const before = at < 0 ? day.rows : day.rows.slice(0, at)
  const after = at < 0 ? [] : day.rows.slice(at)
  return (
    <section aria-label={label} className="[section+&]:mt-6">
      <h3
        data-day-heading
        className="group/day pointer-events-none sticky top-2 z-10 mt-2 mb-4 flex justify-center"
      >
        <span
          className={cx(
            'rounded-full px-2.5 py-0.75 text-meta font-medium text-ink-2 transition-opacity duration-(--d-base)',
            'group-data-[day]/day:bg-pop group-data-[day]/day:shadow-pop group-data-[day=faded]/day:opacity-0',
          )}
        >
          {label}
        </span>
      </h3>
      {before.length > 0 ? <Rows rows={before} times={times} {...props} /> : null}
      {at < 0 ? null : <UnreadLine count={unread} first={at === 0} />}
      {after.length > 0 ? <Rows rows={after} times={times} {...props} /> : null}
    </section>
  )
}

type RowsProps = Omit<Props, 'day' | 'unread'> & { rows: Row<Entry>[]; times: Times }

function Rows({ rows, contact, says, times, openedAtMs, current }: RowsProps) {
  const ends = endsOf(rows)
  return (
    // Without bullets Safari takes it for no list unless that is said.
    <ol role="list">
      {rows.map(({ entry, first, last }, index) =>
        entry.direction === 'note' ? (
          <NoteSlip
            key={entry.key}
            entry={entry}
            top={index === 0}
            fresh={Date.parse(entry.at) > openedAtMs}
            times={times}
            current={entry.key === current}
          />
        ) : (
          <MessageBubble
            key={entry.key}
            entry={entry}
            first={first}
            last={last}
            end={ends[index] ?? entry}
            top={index === 0}
            fresh={Date.parse(entry.at) > openedAtMs}
            contact={contact}
            says={says[entry.direction]}
            times={times}
            current={entry.key === current}
          />
        ),
      )}
    </ol>
  )
}

/** For each row the entry that ends its run. */
function endsOf(rows: Row<Entry>[]): Entry[] {
  const ends: Entry[] = []
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at]
    const later = ends[at + 1]
    if (row) ends[at] = row.last || !later ? row.entry : later
  }
  return ends
}

/** Where the unread part began, in words at its start; never a second pill under the day's. */
function UnreadLine({ count, first }: { count: number; first: boolean }) {
  const t = useTranslations('thread')
  return (
    <div
      data-unread-divider
      role="separator"
      // What stands in a separator is not read out.
      aria-label={t('newMessages', { count })}
      className={cx(
        'mb-3 flex items-center gap-3 text-meta font-semibold text-unread after:h-px after:flex-1 after:bg-current after:opacity-45',
        first ? 'mt-1' : 'mt-4',
      )}
    >
      {t('newMessages', { count })}
    </div>
  )
}
