import { expect, test } from 'vitest'
import { nameRetried, summarize, type VitestReport } from './summarize-tests.js'

const report = (change: Partial<VitestReport>): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  success: true,
  testResults: [],
  ...change,
})

test('counts what passed and failed, and names what was skipped', () => {
  expect(summarize(report({}), true)).toEqual({ line: '3 passed, 0 failed', ok: true })
  expect(summarize(report({ numFailedTests: 2, success: false }), false)).toEqual({
    line: '3 passed, 2 failed',
    ok: false,
  })
  expect(summarize(report({ numPendingTests: 1, numTodoTests: 1 }), true).line).toBe(
    '3 passed, 0 failed, 2 skipped',
  )
})

test('a file that does not load has failed', () => {
  const testResults = [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }]
  expect(summarize(report({ success: false, testResults }), false).line).toBe('3 passed, 1 failed')
})

test('a run without tests, without a report or with a fault outside of them is no success', () => {
  expect(summarize(report({ numPassedTests: 0 }), true)).toEqual({ line: '0 passed, 1 failed', ok: false })
  expect(summarize(undefined, false).ok).toBe(false)
  expect(summarize(report({}), false)).toEqual({ line: '3 passed, 1 failed', ok: false })
})

test('what passed at the second try alone is named, with why it did not at the first', () => {
  const tests = [
    { status: 'passed', fullName: 'is steady', failureMessages: [] },
    { status: 'passed', fullName: 'is late', failureMessages: ['Error: it shows nobody\n    at x.ts:1'] },
    { status: 'failed', fullName: 'is broken', failureMessages: ['Error: no', 'Error: no'] },
  ]
  const testResults = [{ name: '/root/web/a.test.ts', status: 'failed', assertionResults: tests }]
  expect(nameRetried(report({ testResults }), '/root')).toEqual([
    'Passed at the second try: web/a.test.ts > is late: Error: it shows nobody',
  ])
  expect(nameRetried(undefined, '/root')).toEqual([])
})
