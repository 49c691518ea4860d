import { cx } from '../../components/ui/cx'

interface Props {
  count: number
  /** What it counts, for who can't see where it stands. */
  says: string
  className?: string
  testId?: string
}

/** A number as it is shown: beyond 99 nobody counts, and the API not beyond 1,000, or 200 with a label. */
export const shownCount = (count: number) => (count > 99 ? '99+' : String(count))

/** A number in green: somebody waits. */
export function UnreadCount({ count, says, className, testId = 'unread-count' }: Props) {
  return (
    <span
      data-testid={testId}
      className={cx(
        'inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-unread px-1.5 text-meta font-semibold text-unread-ink tabular-nums',
        className,
      )}
    >
      <span aria-hidden>{shownCount(count)}</span>
      <span className="sr-only">{says}</span>
    </span>
  )
}
