import type { QueueKind } from './scene.js'

/** One row of the table: what was asked for, and what was measured. */
export interface Row {
  what: string
  goal: string
  figure: string
  /** Undefined where there is no goal. */
  isMet?: boolean | undefined
}

/** A figure of at least, or of at most, the goal. */
export function judge(
  what: string,
  goal: { least: number } | { most: number },
  ratio: number,
  details: string,
): Row {
  const isMet = 'least' in goal ? ratio >= goal.least : ratio <= goal.most
  const limit = 'least' in goal ? `≥ ${goal.least}` : `≤ ${goal.most}`
  return { what, goal: `${limit} ×`, figure: `${ratio.toFixed(2)} × (${details})`, isMet }
}

/** A figure that stands beside others, without a goal of its own. */
export const note = (what: string, figure: string): Row => ({ what, goal: '', figure })

/** The rows as a table in Markdown. */
export function table(rows: Row[]): string {
  const cells = rows.map(({ what, goal, figure, isMet }) => [
    what,
    goal,
    figure,
    isMet === undefined ? '' : isMet ? 'met' : 'MISSED',
  ])
  const all = [['measured', 'goal', 'figure', ''], ...cells]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => [...(row[column] ?? '')].length)))
  const padded = all.map((row) =>
    row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length)),
  )
  const rule = widths.map((width) => '-'.repeat(width))
  const [head = [], ...body] = padded
  return [head, rule, ...body].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** How the table calls a queue. */
export const named = (queue: QueueKind) => (queue === 'redis' ? 'Redis queue' : 'PostgreSQL queue')
