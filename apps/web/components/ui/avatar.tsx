import { avatarTone, initialsOf } from '@cloudpa/face/avatar'
import { cx } from './cx'

/** Initials on one of the twelve tones; `id` decides which: of a customer `avatarKey`, of a member the id. */
export function Avatar({ id, name, className }: { id: string; name: string; className?: string }) {
  const tone = `--a${avatarTone(id)}`
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none',
        className,
      )}
      style={{ backgroundColor: `var(${tone})`, color: `var(${tone}-ink)` }}
    >
      {initialsOf(name)}
    </span>
  )
}
