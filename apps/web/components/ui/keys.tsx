import type { ReactNode } from 'react'
import { cx } from './cx'

/** One key as it stands on the keyboard. */
export function Key({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      // A sign of a key is no letter, and would go to the other side of one.
      dir="ltr"
      className={cx(
        'inline-grid h-5 min-w-5 place-items-center rounded-tail bg-ink/8 px-1.5 font-sans text-meta font-medium text-ink-2',
        className,
      )}
    >
      {children}
    </kbd>
  )
}

/** Keys one beside the other: each of them does it. */
export function Keys({ keys, className }: { keys: readonly string[]; className?: string }) {
  return (
    <span className="inline-flex gap-1">
      {keys.map((key) => (
        <Key key={key} className={className}>
          {key}
        </Key>
      ))}
    </span>
  )
}
