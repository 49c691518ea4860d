/** A name with what was looked for in it marked. */
export function FoundName({ parts: [before, found, behind] }: { parts: readonly [string, string, string] }) {
  return (
    <span dir="auto" className="min-w-0 flex-1 truncate">
      {before}
      {found ? <mark className="rounded-[3px] bg-note text-note-ink">{found}</mark> : null}
      {behind}
    </span>
  )
}
