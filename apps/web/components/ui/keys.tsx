import { cx } from './cx'

/** Keys as they stand on the keyboard. */
export function Keys({ keys, className }: { keys: readonly string[]; className?: string }) {
  return (
    <span className="inline-flex gap-1">
      {keys.map((key) => (
        <kbd
          key={key}
          className={cx(
            'inline-grid h-5 min-w-5 place-items-center rounded-tail bg-ink/8 px-1.5 font-sans text-meta font-medium text-ink-2',
            className,
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
