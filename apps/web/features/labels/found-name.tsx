/** A name with what was looked for in it marked. */
export function FoundName({ parts: [before, found, behind] }: { parts: readonly [string, string, string] }) {
  return (
    // It stands at the start of its line whichever way it reads itself.
    <span className="flex min-w-0 flex-1">
      <span dir="auto" className="truncate">
        {before}
        {found ? <mark className="rounded-[3px] bg-note text-note-ink">{found}</mark> : null}
        {behind}
      </span>
    </span>
  )
}
