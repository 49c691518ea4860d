import { expect, it } from 'vitest'
import { ImmediateLine } from './immediate-line.js'

it('the first of each org are up, and whoever leaves makes room for the next', () => {
  const line = new ImmediateLine(2)
  const [first, second, third, fourth] = Array.from({ length: 4 }, () => line.enter('a'))
  const other = line.enter('b')
  const up = () => [first, second, third, fourth, other].map((place) => place?.isUp())
  expect(up()).toEqual([true, true, false, false, true])
  first?.leave()
  expect(up()).toEqual([false, true, true, false, true])
  third?.leave()
  expect(up()).toEqual([false, true, false, true, true])
})
