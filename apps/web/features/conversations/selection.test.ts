import { beforeEach, expect, it } from 'vitest'
import { useSelection } from './selection'

const order = Array.from({ length: 300 }, (_, at) => `c${at}`)
const state = () => useSelection.getState()
const selected = () => [...state().ids]
beforeEach(() => state().clear())

it('extends from where it began to where it goes, in either direction', () => {
  state().toggle('c5')
  state().extendTo('c7', order)
  expect(selected()).toEqual(['c5', 'c6', 'c7'])
  state().extendTo('c4', order)
  expect(selected()).toEqual(['c5', 'c6', 'c7', 'c4'])
})

it('begins where nothing is selected, or what it began from has left the list', () => {
  state().extendTo('c3', order)
  expect(selected()).toEqual(['c3'])
  state().clear()
  state().toggle('gone')
  state().extendTo('c3', order)
  expect(selected()).toEqual(['gone', 'c3'])
})

it('lets go of what leaves the list, and does not extend from there', () => {
  for (const id of ['c3', 'c5', 'c4']) state().toggle(id)
  state().keepOnly(['c9', 'c5', 'c3'])
  expect([selected(), state().anchor]).toEqual([['c3', 'c5'], null])
  state().extendTo('c9', order)
  expect([selected(), state().anchor]).toEqual([['c3', 'c5', 'c9'], 'c9'])
  state().keepOnly([])
  expect([selected(), state().anchor]).toEqual([[], null])
})

it('is the same object where nothing of it left', () => {
  state().toggle('c3')
  const before = state().ids
  state().keepOnly(order)
  expect(state().ids).toBe(before)
})

it('takes no more than can be done at once, and lets go of one at that', () => {
  state().toggle('c0')
  state().extendTo('c299', order)
  expect(selected()).toHaveLength(200)
  state().toggle('c250')
  expect(selected()).toHaveLength(200)
  state().toggle('c10')
  expect(selected()).toHaveLength(199)
})
