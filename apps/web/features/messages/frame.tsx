import type { ReactNode } from 'react'
import { cx } from '../../components/ui/cx'

interface Props {
  captioned: boolean
  /** Takes the place of what the bubble leaves at its edges. */
  children: ReactNode
  /** When it was said: it lies on what has no words behind it. */
  stamp: ReactNode
}

/** What fills a bubble up to a thin edge, and bears the time on itself. */
export function Frame({ captioned, children, stamp }: Props) {
  return (
    <div
      className={cx('relative -mx-2 -mt-0.75 w-fit max-w-[calc(100%+1rem)]', captioned ? 'mb-1' : '-mb-0.75')}
    >
      {children}
      <div
        className={cx(
          'pointer-events-none absolute end-1.5 bottom-1.5 rounded-full px-1.75 has-[>.flex]:bg-black/60',
          // The time is as it is anywhere else, but for its colour and its place.
          '[&>.flex]:m-0 [&>.flex]:h-5 [&>.flex]:text-white [&>.flex]:leading-5',
        )}
      >
        {stamp}
      </div>
    </div>
  )
}
