/** Two accounts of one text, so that nothing of either is lost: the longer one, or both below each other. */
export function joinTexts(theirs: string, mine: string): string {
  if (mine.includes(theirs)) return mine
  if (theirs.includes(mine)) return theirs
  return `${theirs}\n${mine}`
}
