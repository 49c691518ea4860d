import type { Load } from './webhook-load.js'

export interface Row extends Load {
  name: string
}

/** The middle of several runs: one disturbed run must not decide. */
export function median(runs: Load[]): Load {
  const middle = runs.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(runs.length / 2)]
  if (!middle) throw new Error('nothing was measured')
  return { ...middle, failed: runs.reduce((sum, { failed }) => sum + failed, 0) }
}

/** A table in Markdown; each row's speed as a ratio to the row named. */
export function table(rows: Row[], ratioTo: string): string {
  const base = rows.find(({ name }) => name === ratioTo)
  if (!base) throw new Error(`there is no row ${ratioTo}`)
  const lines = rows.map(({ name, perSecond, p50Ms, p99Ms, failed }) => {
    const ratio = (perSecond / base.perSecond).toFixed(2)
    return `| ${name} | ${Math.round(perSecond)} | ${ratio} | ${p50Ms} | ${p99Ms} | ${failed} |`
  })
  return [
    `| target | forms/s | ratio | p50 ms | p99 ms | failed |`,
    '|---|--:|--:|--:|--:|--:|',
    ...lines,
  ].join('\n')
}
