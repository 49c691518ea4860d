import { expect, it } from 'vitest'
import { judge, note, table } from './report.js'

it('judges by the goal’s direction', () => {
  expect(judge('speed', { least: 0.5 }, 0.5, '').isMet).toBe(true)
  expect(judge('speed', { least: 0.5 }, 0.49, '').isMet).toBe(false)
  expect(judge('delay', { most: 3 }, 3, '').isMet).toBe(true)
  expect(judge('delay', { most: 3 }, 3.01, '').isMet).toBe(false)
  expect(judge('delay', { most: 3 }, Number.NaN, '').isMet).toBe(false)
})

it('writes a table whose columns stand in line', () => {
  expect(table([judge('speed', { least: 0.5 }, 0.25, '1 of 4'), note('µs', '7')]).split('\n')).toEqual([
    '| measured | goal    | figure          |        |',
    '| -------- | ------- | --------------- | ------ |',
    '| speed    | ≥ 0.5 × | 0.25 × (1 of 4) | MISSED |',
    '| µs       |         | 7               |        |',
  ])
})
