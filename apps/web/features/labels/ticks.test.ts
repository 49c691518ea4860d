import { expect, it } from 'vitest'
import { Ticks } from './ticks'

const before = [{ labels: ['both', 'one'] }, { labels: ['both'] }]

it('says what all have, what some have, and what none has', () => {
  const ticks = new Ticks(before)
  expect(['both', 'one', 'none'].map((id) => ticks.of(id))).toEqual(['on', 'some', 'off'])
  expect(ticks.change).toEqual({ add: [], remove: [] })
})

it('puts on what not all have, and takes off what all have; ticked twice it is as before', () => {
  const ticks = new Ticks(before).tick('both').tick('one').tick('none')
  expect(['both', 'one', 'none'].map((id) => ticks.of(id))).toEqual(['off', 'on', 'on'])
  expect(ticks.change).toEqual({ add: ['one', 'none'], remove: ['both'] })
  expect(ticks.tick('both').tick('none').change).toEqual({ add: ['one'], remove: [] })
  // What some have is for none of them by the second.
  expect(ticks.tick('one').change).toEqual({ add: ['none'], remove: ['both', 'one'] })
})
