import { expect, it } from 'vitest'
import { wavesOf } from './waves-of'

it('draws at most as many waves as a bubble has room for, and loses no loud one', () => {
  const peaks = Array.from({ length: 64 }, (_, at) => (at === 63 || at === 20 ? 100 : 10))
  const waves = wavesOf(peaks)
  expect(waves).toHaveLength(44)
  expect(waves.filter((share) => share === 1)).toHaveLength(2)
  expect([waves.at(0), waves.at(-1)]).toEqual([0.1, 1])
})

it('draws what there is of a short one, and a flat line of one that is not known', () => {
  expect(wavesOf([0, 50, 100])).toEqual([0, 0.5, 1])
  for (const unknown of [null, []]) expect(new Set(wavesOf(unknown))).toEqual(new Set([0]))
})
