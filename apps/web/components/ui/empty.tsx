import type { ComponentType, ReactNode } from 'react'

interface Props {
  icon: ComponentType<{ strokeWidth: number; className: string; 'aria-hidden': true }>
  /** What there is to know, as its heading. */
  title: ReactNode
  level: 'h1' | 'h3'
  /** One sentence, and one way on. */
  children?: ReactNode
}

/** Stands where there is nothing to show: why, in a line, and what to do about it. */
export function Empty({ icon: Icon, title, level: Heading, children }: Props) {
  return (
    <div className="grid justify-items-center gap-3 p-6 text-center text-ink-2">
      <Icon strokeWidth={1.75} aria-hidden className="size-8 text-ink" />
      <Heading className="max-w-sm font-serif text-place font-medium text-balance text-ink">{title}</Heading>
      {children}
    </div>
  )
}
