/** The part of vitest's JSON report that counts. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  success: boolean
  /** One for each file; a file that could not even be loaded has failed and holds no test. */
  testResults: { status: string; assertionResults: unknown[] }[]
}

/**
 * Sums a run up in the line that ends `npm test`.
 * @param report what vitest wrote; nothing when it did not get that far
 * @param exitedWell whether vitest's own exit code was 0
 */
export function summarize(
  report: VitestReport | undefined,
  exitedWell: boolean,
): { line: string; ok: boolean } {
  const passed = report?.numPassedTests ?? 0
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
  const unloadable = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length
  const counted = (report?.numFailedTests ?? 0) + unloadable
  // A fault outside of any test, or a run that found none, is no success either.
  const failed = counted === 0 && (!exitedWell || !report?.success || passed === 0) ? 1 : counted
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  return { line, ok: failed === 0 }
}
