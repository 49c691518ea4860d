import type { ReactNode } from 'react'
import { cx } from './cx'

interface Props {
  label: string
  hiddenOnPhone: boolean
  children: ReactNode
}

/** The first of the two panes: what there is to choose from. */
export function SidePane({ label, hiddenOnPhone, children }: Props) {
  return (
    <section
      aria-label={label}
      className={cx(
        'col-start-1 row-start-1 min-h-0 min-w-0 flex-col bg-panel md:flex lg:col-start-2 lg:rounded-ss-card',
        hiddenOnPhone ? 'hidden' : 'flex',
      )}
    >
      {children}
    </section>
  )
}

/** The other one: what was chosen. */
export function MainPane({ label, hiddenOnPhone, children }: Props) {
  return (
    <section
      aria-label={label}
      className={cx(
        'col-start-1 row-start-1 min-h-0 min-w-0 flex-col bg-thread md:col-start-2 md:row-span-2 md:flex lg:col-start-3 lg:row-span-1',
        hiddenOnPhone ? 'hidden' : 'flex',
      )}
    >
      {children}
    </section>
  )
}

/** The name of the place at the top of the first pane, with what there is to say beside it. */
export function PaneTitle({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="flex min-h-(--header) shrink-0 items-center gap-3 ps-4 pe-3 pt-1">
      <p
        aria-hidden
        className="min-w-0 flex-1 truncate font-serif text-place font-medium tracking-(--track-place)"
      >
        {title}
      </p>
      {children}
    </header>
  )
}
