import { cx } from './cx'

const faces = 12

/** Initials on one of twelve tones, chosen by the id so that a person keeps theirs. */
export function Avatar({ id, name, className }: { id: string; name: string; className?: string }) {
  const face = (hash(id) % faces) + 1
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none',
        className,
      )}
      style={{ backgroundColor: `var(--a${face})`, color: `var(--a${face}-ink)` }}
    >
      {initialsOf(name)}
    </span>
  )
}

/** The first letters of the first and last word; for a bare number its last two digits. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  if (words.length === 0) return name.replace(/\D/g, '').slice(-2) || '?'
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('')
}

function hash(text: string) {
  let sum = 0
  for (const char of text) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return sum
}
