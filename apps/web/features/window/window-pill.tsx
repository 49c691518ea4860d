'use client'
import { Clock } from 'lucide-react'
import { cx } from '../../components/ui/cx'
import type { Window } from './window-time'

/** How long free text still goes through, in the header of the thread. */
export function WindowPill({ window }: { window: Window }) {
  const soon = window.open && window.soon
  return (
    <span
      data-testid="window-pill"
      data-open={window.open}
      className={cx(
        'inline-flex h-7 items-center gap-1.5 rounded-full px-2.5 text-meta font-medium whitespace-nowrap tabular-nums',
        soon ? 'bg-warn-soft text-warn' : 'bg-inset text-ink-2',
      )}
      title="WhatsApp takes free text for 24 hours after the customer’s last message."
    >
      <Clock size={14} strokeWidth={1.75} aria-hidden />
      {window.open ? `${window.text} left` : 'Window closed'}
    </span>
  )
}

const radius = 6
const around = 2 * Math.PI * radius

/** The same as a ring that empties, for a row of the list. */
export function WindowRing({ window }: { window: Window }) {
  if (!window.open) return null
  return (
    <svg
      viewBox="0 0 16 16"
      className={cx('size-4 shrink-0 -rotate-90', window.soon ? 'text-warn' : 'text-control')}
      role="img"
      aria-label={`${window.text} left to answer`}
    >
      <circle cx="8" cy="8" r={radius} fill="none" strokeWidth="2" className="stroke-line" />
      <circle
        cx="8"
        cy="8"
        r={radius}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeDasharray={`${window.share * around} ${around}`}
      />
    </svg>
  )
}
