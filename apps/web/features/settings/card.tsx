import type { ReactNode } from 'react'
import { cx } from '../../components/ui/cx'

export function Card({ children }: { children: ReactNode }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-card bg-panel p-4 inset-ring inset-ring-line md:p-5">
      {children}
    </section>
  )
}

export function CardTitle({ children }: { children: ReactNode }) {
  return <h3 className="font-semibold">{children}</h3>
}

/** Rows of people or keys, divided by lines. */
export function RowCard({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ul
      role="list"
      aria-label={label}
      className="divide-y divide-line overflow-hidden rounded-card bg-panel inset-ring inset-ring-line *:flex *:min-h-16 *:flex-wrap *:items-center *:gap-3 *:px-4 *:py-3 md:*:px-5"
    >
      {children}
    </ul>
  )
}

/** Cut off at its end, where people's addresses are alike, whichever way the page reads. */
export function Address({ className, children }: { className: string; children: string }) {
  return (
    <span dir="ltr" className={cx('truncate text-start rtl:text-end', className)}>
      {children}
    </span>
  )
}
