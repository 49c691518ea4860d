'use client'
import { Hourglass } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'
import { leftParts, type Window } from './window-time'

/** What is left of the window, in words, from two hours on; nothing before, since there is nothing to decide. */
export function WindowLeft({ window, className }: { window: Window; className?: string }) {
  const say = useTimeLeft()
  if (!window.open || !window.soon) return null
  return (
    <span
      data-testid="window-left"
      className={cx(
        'inline-flex shrink-0 items-baseline gap-1 text-meta font-semibold whitespace-nowrap text-warn tabular-nums',
        className,
      )}
    >
      <Hourglass strokeWidth={2} aria-hidden className="relative top-0.5 size-3.5 shrink-0" />
      {say(window.leftMs)}
    </span>
  )
}

/** Returns how to say the time left: 1 h 58 min left, and seconds in the last ten minutes. */
function useTimeLeft(): (leftMs: number) => string {
  const t = useTranslations('window')
  return (leftMs) => {
    const { hours, minutes, seconds } = leftParts(leftMs)
    if (hours > 0 && minutes > 0) return t('hoursMinutesLeft', { hours, minutes })
    if (hours > 0) return t('hoursLeft', { hours })
    if (seconds === null) return t('minutesLeft', { minutes })
    return minutes > 0 ? t('minutesSecondsLeft', { minutes, seconds }) : t('secondsLeft', { seconds })
  }
}

const radius = 22.75
const around = 2 * Math.PI * radius

/** The same as a ring around a face; it closes as the time runs out. Says nothing: the words stand beside it. */
export function WindowRing({ window }: { window: Window }) {
  if (!window.open || !window.soon) return null
  return (
    <svg
      viewBox="0 0 48 48"
      fill="none"
      strokeWidth="2.5"
      strokeLinecap="round"
      aria-hidden
      className="absolute -inset-1 size-[calc(100%+0.5rem)] -rotate-90 rtl:-scale-y-100"
    >
      <circle cx="24" cy="24" r={radius} className="stroke-warn-ring opacity-25" />
      <circle
        cx="24"
        cy="24"
        r={radius}
        className="stroke-warn-ring"
        strokeDasharray={`${window.share * around} ${around}`}
      />
    </svg>
  )
}
