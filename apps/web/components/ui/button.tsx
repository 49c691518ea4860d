import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cx } from './cx'

const looks = {
  primary: 'bg-brand text-brand-ink hover:bg-brand-hover',
  quiet: 'bg-inset text-ink hover:bg-sel',
  outline: 'border border-line bg-panel text-ink hover:bg-hover',
  ghost: 'text-ink-2 hover:bg-hover hover:text-ink',
  ghostDanger: 'text-danger hover:bg-danger-soft',
  danger: 'bg-danger-fill text-danger-ink hover:opacity-90',
}

interface Props extends ComponentProps<'button'> {
  look?: keyof typeof looks
  /** Renders the child (a link) with the button's look. */
  asChild?: boolean
}

/** 44 px under a finger, 36 px under a mouse. */
export function Button({ look = 'quiet', asChild, className, type = 'button', ...props }: Props) {
  const Tag = asChild ? Slot.Root : 'button'
  return (
    <Tag
      {...(asChild ? {} : { type })}
      className={cx(
        'inline-flex min-h-11 items-center justify-center gap-2 rounded-ctl px-4 text-ui font-medium whitespace-nowrap',
        'transition-[background-color,opacity] duration-100 md:min-h-9 md:px-3',
        'disabled:pointer-events-none disabled:opacity-55',
        looks[look],
        className,
      )}
      {...props}
    />
  )
}

/** A square button around one icon; `label` is its accessible name. */
export function IconButton({
  label,
  className,
  type = 'button',
  ...props
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type={type}
      aria-label={label}
      className={cx(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-ctl text-ink-2 transition-colors duration-100',
        'hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-55 md:size-9',
        className,
      )}
      {...props}
    />
  )
}
