import type { ReactNode } from 'react'
import { cx } from '../../components/ui/cx'

/** What is said under a message of ours, and can be done about it. */
export function Under({ bad, children }: { bad?: boolean; children: ReactNode }) {
  return (
    <div
      className={cx(
        'mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-1.5 gap-y-0.5 px-0.5 text-end text-small',
        bad ? 'text-danger' : 'text-ink-2',
      )}
    >
      {children}
    </div>
  )
}
