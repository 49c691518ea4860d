/** Something that a browser downloads, with what it may weigh. Bytes are those of the gzipped file; a kB is 1000. */
export interface Size {
  what: string
  bytes: number
  limitBytes: number
  /** What it is made of, for whoever has to find out what grew. */
  parts: { name: string; bytes: number }[]
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

/** What is beyond its limit, a sentence each: what, by how much, and its heaviest parts. */
export function complaintsOf(sizes: Size[]): string[] {
  return sizes
    .filter(({ bytes, limitBytes }) => bytes > limitBytes)
    .map(({ what, bytes, limitBytes, parts }) => {
      const heaviest = parts.toSorted((one, other) => other.bytes - one.bytes).slice(0, 4)
      const made = heaviest.map((part) => `${part.name} ${kB(part.bytes)}`).join(', ')
      return `${what} grew to ${kB(bytes)}, ${kB(bytes - limitBytes)} over its limit of ${kB(limitBytes)}. Heaviest in it: ${made}.`
    })
}

/** The sizes beside their limits, a line each. */
export function sizesTable(sizes: Size[]): string {
  const cells = sizes.map(({ what, bytes, limitBytes }) => [what, kB(bytes), `≤ ${kB(limitBytes)}`])
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  return cells
    .map((row) => {
      const [what = '', size = '', limit = ''] = row
      return `  ${what.padEnd(widths[0] ?? 0)}  ${size.padStart(widths[1] ?? 0)}  ${limit.padStart(widths[2] ?? 0)}`
    })
    .join('\n')
}
