import { expect, it } from 'vitest'
import { layoutShift } from './browser.js'

const notes = { lcpMs: 0, interactionsMs: {}, mostRows: 0 }

it('layout shift is that of the worst session, as the Core Web Vitals define one', () => {
  const close = [
    { at: 0, value: 0.01 },
    { at: 900, value: 0.02 },
  ]
  expect(layoutShift({ ...notes, shifts: [] })).toBe(0)
  expect(layoutShift({ ...notes, shifts: close })).toBeCloseTo(0.03)
  expect(layoutShift({ ...notes, shifts: [...close, { at: 1900, value: 0.025 }] })).toBeCloseTo(0.03)
  const everyHalfSecond = Array.from({ length: 12 }, (_, index) => ({ at: index * 500, value: 0.01 }))
  expect(layoutShift({ ...notes, shifts: everyHalfSecond })).toBeCloseTo(0.1)
})
