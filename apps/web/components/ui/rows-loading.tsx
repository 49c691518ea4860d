import { cx } from './cx'

interface Props {
  label: string
  /** The class that says how high a row is to be. */
  row: string
  /** How many lines a row is to have. */
  lines: 1 | 2
}

/** Where rows with a face are going to be: as high as they, and fainter further down. */
export function RowsLoading({ label, row, lines }: Props) {
  return (
    <div
      aria-busy="true"
      aria-label={label}
      role="status"
      className="grid h-full content-start overflow-hidden px-4"
    >
      {[0, 1, 2, 3, 4, 5].map((at) => (
        <div key={at} className={cx('flex items-center gap-3', row)} style={{ opacity: 1 - at * 0.15 }}>
          <div className="size-10 rounded-full bg-inset" />
          <div className="grid flex-1 gap-2">
            <div className="h-3 w-2/5 rounded-full bg-inset" />
            {lines === 2 ? <div className="h-3 w-4/5 rounded-full bg-inset" /> : null}
          </div>
        </div>
      ))}
    </div>
  )
}
