import { expect, it } from 'vitest'
import { line, webTable } from './line.js'

it('a line has what was measured, the floor, their ratio and whether the goal is met', () => {
  const lines = [
    line('LCP', 'ms', { most: 100 }, 90.4, 45.2),
    line('CLS', '', { most: 0.02 }, 0.031, 0),
    line('rows', 'rows', undefined, 12, undefined),
  ]
  expect(webTable(lines)).toBe(
    [
      '| measured | inbox   | empty page | ratio | goal     |        |',
      '| -------- | ------- | ---------- | ----- | -------- | ------ |',
      '| LCP      | 90 ms   | 45 ms      | 2.0 × | ≤ 100 ms | met    |',
      '| CLS      | 0.0310  | 0          |       | ≤ 0.02   | MISSED |',
      '| rows     | 12 rows |            |       |          |        |',
    ].join('\n'),
  )
})
