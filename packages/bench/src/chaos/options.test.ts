import { expect, it } from 'vitest'
import { Chance } from './chance.js'
import { planBlows } from './blows.js'
import { readOptions } from './options.js'

it('a short run is for one queue, a release for both', () => {
  expect(readOptions([])).toMatchObject({ queues: ['postgres'], scale: { forms: 500, kills: 10 } })
  expect(readOptions(['--release', '--seed', '7'])).toMatchObject({
    queues: ['postgres', 'redis'],
    seed: 7,
    scale: { forms: 10_000, kills: 45, replies: 1000 },
  })
})

it.each([['--queue', 'kafka'], ['--seed', 'x'], ['--plant', 'rose'], ['--relase']])(
  'refuses %s %s',
  (...args) => {
    expect(() => readOptions(args)).toThrow('npm run chaos -- [--release]')
  },
)

it('strikes as often as it says, and the same way for the same seed', () => {
  const { scale } = readOptions(['--release'])
  const names = (seed: number) => planBlows(scale, new Chance(seed)).map(({ name }) => name)
  expect(names(3)).toEqual(names(3))
  expect(names(3)).not.toEqual(names(4))
  const killed = names(3).map((name) => (/at once/.test(name) ? 2 : Number(/kill|crash/.test(name))))
  expect(killed.reduce((sum, kills) => sum + kills, 0)).toBe(45)
  expect(names(3).length - killed.filter(Boolean).length).toBe(20)
})
