import type { ReactNode } from 'react'
import { cx } from './cx'

interface Props {
  label: string
  hiddenOnPhone: boolean
  children: ReactNode
}

/** The left of the two panes: what there is to choose from. */
export function SidePane({ label, hiddenOnPhone, children }: Props) {
  return (
    <section
      aria-label={label}
      className={cx(
        'col-start-1 row-start-1 min-h-0 min-w-0 flex-col bg-panel md:row-start-2 md:flex md:border-r md:border-line lg:col-start-2 lg:row-start-1',
        hiddenOnPhone ? 'hidden' : 'flex',
      )}
    >
      {children}
    </section>
  )
}

/** The right one: what was chosen. */
export function MainPane({ label, hiddenOnPhone, children }: Props) {
  return (
    <section
      aria-label={label}
      className={cx(
        'col-start-1 row-start-1 min-h-0 min-w-0 flex-col md:col-start-2 md:row-span-2 md:flex lg:col-start-3 lg:row-span-1',
        hiddenOnPhone ? 'hidden' : 'flex',
      )}
    >
      {children}
    </section>
  )
}
