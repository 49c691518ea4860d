import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cx } from './cx'

// In this order of weight: one filled button a pane, the others outlined, the rest words.
const looks = {
  primary: 'bg-brand text-brand-ink hover:bg-brand-hover',
  outline: 'bg-panel text-ink inset-ring inset-ring-line hover:bg-hover',
  quiet: 'bg-inset text-ink hover:bg-sel',
  ghost: 'text-ink hover:bg-hover',
  ghostDanger: 'text-danger hover:bg-danger-soft',
  danger: 'bg-danger-fill text-danger-ink hover:opacity-90',
}

interface Props extends ComponentProps<'button'> {
  look?: keyof typeof looks
  /** 44 px high everywhere, for the one button that a form ends with. */
  big?: boolean
  /** Renders the child (a link) with the button's look. */
  asChild?: boolean
}

/** 44 px under a finger, 32 px under a mouse. */
export function Button({
  look = 'quiet',
  big = false,
  asChild,
  className,
  type = 'button',
  ...props
}: Props) {
  const Tag = asChild ? Slot.Root : 'button'
  return (
    <Tag
      {...(asChild ? {} : { type })}
      className={cx(
        'inline-flex min-h-(--tap) items-center justify-center gap-1.5 rounded-ctl px-3 text-ui font-medium whitespace-nowrap',
        'transition-colors duration-(--d-quick)',
        'disabled:pointer-events-none disabled:bg-inset disabled:text-ink-3',
        big && 'min-h-11 px-4',
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
        'inline-grid size-(--tap) shrink-0 place-items-center rounded-ctl text-ink-2 transition-colors duration-(--d-quick)',
        'hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-55',
        className,
      )}
      {...props}
    />
  )
}
