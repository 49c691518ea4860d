/** One thing that was measured: of ours, and of the empty page that stands beside it. */
export interface Line {
  what: string
  unit: string
  ours: number
  /** Undefined where an empty page has nothing like it. */
  floor: number | undefined
  /** Undefined where there is no goal. */
  most: number | undefined
}

/** @param goal what it may be at most, in the same unit */
export function line(
  what: string,
  unit: string,
  goal: { most: number } | undefined,
  ours: number,
  floor: number | undefined,
): Line {
  return { what, unit, ours, floor, most: goal?.most }
}

/** The lines as a table in Markdown: measured, floor, ratio, goal. */
export function webTable(lines: Line[]): string {
  const head = ['measured', 'inbox', 'empty page', 'ratio', 'goal', '']
  const rows = lines.map(({ what, unit, ours, floor, most }) => {
    const say = (figure: number) => `${round(figure)}${unit ? ` ${unit}` : ''}`
    const goal = most === undefined ? '' : `≤ ${most}${unit ? ` ${unit}` : ''}`
    const ratio = floor ? `${(ours / floor).toFixed(1)} ×` : ''
    const verdict = most === undefined ? '' : ours <= most ? 'met' : 'MISSED'
    return [what, say(ours), floor === undefined ? '' : say(floor), ratio, goal, verdict]
  })
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  )
  const padded = [head, ...rows].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)))
  const [first = [], ...rest] = padded
  return [first, widths.map((width) => '-'.repeat(width)), ...rest]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}

/** Whole figures, but for those below one, such as a layout shift. */
const round = (figure: number) => (figure !== 0 && figure < 1 ? figure.toFixed(4) : figure.toFixed(0))
