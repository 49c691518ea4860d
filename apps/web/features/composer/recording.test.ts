import { expect, it } from 'vitest'
import { peaksOf } from './recording'

it('a waveform has as many steps as a message shows, each as loud as the loudest in it', () => {
  const levels = Array.from({ length: 6_400 }, (_, at) => (at === 250 ? 90 : at % 10))
  const peaks = peaksOf(levels)
  expect(peaks.length).toBe(64)
  expect(peaks[2]).toBe(90)
  expect(peaks[3]).toBe(9)
})

it('a short one has a step for each tenth of a second', () => {
  expect(peaksOf([3, 50, 0])).toEqual([3, 50, 0])
  expect(peaksOf([])).toEqual([])
})
