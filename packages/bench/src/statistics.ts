/**
 * @param sorted in rising order
 * @param part from 0 to 1
 * @returns the least value that at least this part of all does not exceed; NaN of nothing
 */
export function percentile(sorted: ArrayLike<number>, part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

/** The middle of several figures, or the mean of the two in the middle: one disturbed run must not decide. */
export function median(figures: number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const lower = sorted[Math.ceil(half) - 1] ?? Number.NaN
  return sorted.length % 2 === 0 ? (lower + (sorted[half] ?? Number.NaN)) / 2 : lower
}

/**
 * The middle of runs' ratios to what stood right before and right after each: the machine drifts by more than most
 * changes gain, but hardly from one minute to the next.
 * @param beside one more than there are runs
 */
export function medianRatio(runs: number[], beside: number[]): number {
  if (beside.length !== runs.length + 1) throw new Error('each run has one beside it on either side')
  return median(runs.map((run, index) => run / (((beside[index] ?? 0) + (beside[index + 1] ?? 0)) / 2)))
}
