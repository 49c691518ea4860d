import { relative } from 'node:path'

/** The part of vitest's JSON report that counts. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  success: boolean
  /** One for each file; a file that could not even be loaded has failed and holds no test. */
  testResults: { name: string; status: string; assertionResults: TestReport[] }[]
}

interface TestReport {
  status: string
  fullName: string
  /** Of each try. */
  failureMessages: string[] | null
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

/**
 * Names the tests that failed first and passed when they were tried again: they count as passed, and are worth a look.
 * @param root what their files' paths begin with, and are shown without
 * @returns a line for each, with what went wrong; none when there are none
 */
export function nameRetried(report: VitestReport | undefined, root: string): string[] {
  const tests = (report?.testResults ?? []).flatMap(({ name: file, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file })),
  )
  return tests.flatMap(({ file, fullName, status, failureMessages }) => {
    const [reason] = failureMessages ?? []
    if (status !== 'passed' || reason === undefined) return []
    return [`Passed at the second try: ${relative(root, file)} > ${fullName}: ${reason.split('\n')[0]}`]
  })
}
