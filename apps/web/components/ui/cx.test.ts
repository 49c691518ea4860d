import { expect, it } from 'vitest'
import { cx } from './cx'

it.each([
  [['px-3 text-ui', 'px-5'], 'text-ui px-5'],
  [['text-meta text-ink-2', false, 'text-danger'], 'text-meta text-danger'],
  [['text-ink text-ui', 'text-title'], 'text-ink text-title'],
  [['rounded-ctl', 'rounded-bubble'], 'rounded-bubble'],
])('merges %o', (classes, merged) => {
  expect(cx(...classes)).toBe(merged)
})
