interface Props {
  isLoading: boolean
  /** What it says while it loads. */
  loading: string
  /** The button's word where loading failed. */
  load: string
  retry: (() => void) | null
}

/** The line beyond the first or last loaded message; its height never changes, so nothing jumps. */
export function WayOn({ isLoading, loading, load, retry }: Props) {
  return (
    <div className="flex h-8 shrink-0 items-center justify-center text-meta text-ink-2">
      {isLoading ? loading : null}
      {retry && !isLoading ? (
        <button
          type="button"
          onClick={retry}
          className="relative rounded-ctl px-2 py-1 font-semibold underline underline-offset-2 before:absolute before:-inset-y-2.5 before:inset-x-0"
        >
          {load}
        </button>
      ) : null}
    </div>
  )
}
