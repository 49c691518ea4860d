import type { Label, LabelColor } from '@cloudpa/contracts/labels'
import { cx } from './cx'

/** In the order of the design's tones, `--l1` to `--l12`; by a list of its own, so that no page takes in zod for it. */
export const labelColors = [
  'red',
  'orange',
  'ochre',
  'olive',
  'green',
  'jade',
  'teal',
  'blue',
  'indigo',
  'violet',
  'purple',
  'pink',
] as const satisfies readonly LabelColor[]

/** The square of a label's colour, which its name stands beside. */
export function LabelSquare({ color, className }: { color: LabelColor; className?: string }) {
  return (
    <span
      aria-hidden
      className={cx('size-2 shrink-0 rounded-[2px]', className)}
      style={{ backgroundColor: `var(--l${labelColors.indexOf(color) + 1})` }}
    />
  )
}

/** A label by its name. */
export function LabelTag({ label, className }: { label: Label; className?: string }) {
  return (
    <span className={cx('inline-flex min-w-0 items-center gap-1.25', className)}>
      <LabelSquare color={label.color} />
      <span dir="auto" className="truncate">
        {label.name}
      </span>
    </span>
  )
}
