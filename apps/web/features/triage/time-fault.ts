/** Why something can't be put off until then; null where it can. The API takes no more than a year. */
export function faultOf(at: Date, nowMs: number): 'past' | 'tooFar' | null {
  const yearAhead = new Date(nowMs)
  yearAhead.setFullYear(yearAhead.getFullYear() + 1)
  if (!(at.getTime() > nowMs)) return 'past'
  return at > yearAhead ? 'tooFar' : null
}
