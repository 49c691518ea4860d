import { expect, test } from 'vitest'
import { summarize, type VitestReport } from './summarize-tests.js'

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
  const testResults = [{ status: 'failed', assertionResults: [] }]
  expect(summarize(report({ success: false, testResults }), false).line).toBe('3 passed, 1 failed')
})

test('a run without tests, without a report or with a fault outside of them is no success', () => {
  expect(summarize(report({ numPassedTests: 0 }), true)).toEqual({ line: '0 passed, 1 failed', ok: false })
  expect(summarize(undefined, false).ok).toBe(false)
  expect(summarize(report({}), false)).toEqual({ line: '3 passed, 1 failed', ok: false })
})
