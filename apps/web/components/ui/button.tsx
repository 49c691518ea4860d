import type { ComponentProps, MouseEvent } from 'react'
import { cx } from './cx'

// In this order of weight: one filled button a pane, the others outlined, the rest words.
const looks = {
  primary: 'bg-brand text-brand-ink hover:bg-brand-hover',
  outline: 'bg-panel text-ink inset-ring inset-ring-line hover:bg-hover',
  quiet: 'bg-inset text-ink hover:bg-sel',
  ghost: 'text-ink hover:bg-hover',
  danger: 'bg-danger-fill text-danger-ink hover:opacity-90',
}

type Look = keyof typeof looks

// Its words stay on one line, unless that would be wider than where it stands: text may be twice as large.
const shape =
  'inline-flex min-h-(--tap) max-w-full shrink-0 items-center justify-center gap-1.5 rounded-ctl px-3 text-center text-ui font-medium transition-colors duration-(--d-quick)'

/** The classes of a link that looks as a button does. */
export const buttonLook = (look: Look) => cx(shape, looks[look])

interface Props extends ComponentProps<'button'> {
  look?: Look
  /** 44 px high everywhere, for the one button that a form ends with. */
  big?: boolean
  /** At work on the last press. It keeps the focus, which `disabled` would drop, and ignores further presses. */
  busy?: boolean
}

/** 44 px under a finger, 32 px under a mouse. */
export function Button({
  look = 'quiet',
  big = false,
  busy = false,
  className,
  type = 'button',
  ...props
}: Props) {
  return (
    <button
      type={type}
      className={cx(
        shape,
        big && 'min-h-11 px-4',
        // Under a mouse it stays a button: what lets presses through would lose the focus to what lies behind.
        busy ? 'cursor-default bg-inset text-ink-2' : looks[look],
        className,
      )}
      {...props}
      {...(busy ? atWork : {})}
    />
  )
}

/** Enter in a field presses its form's button too, so that this holds back a second submit as well. */
const atWork = {
  'aria-disabled': true,
  'aria-busy': true,
  onClick: (event: MouseEvent) => event.preventDefault(),
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
        'hover:bg-hover hover:text-ink',
        className,
      )}
      {...props}
    />
  )
}
