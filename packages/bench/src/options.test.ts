import { expect, it } from 'vitest'
import { measurementNames, readOptions } from './options.js'

it('measures everything on both queues unless told otherwise', () => {
  expect(readOptions([])).toEqual({ only: [...measurementNames], queues: ['postgres', 'redis'] })
})

it('selects what is measured', () => {
  expect(readOptions(['--only', 'latency', '--only', 'flat,screens', '--queue', 'redis'])).toEqual({
    only: ['latency', 'flat', 'screens'],
    queues: ['redis'],
  })
})

it('says what can be asked for', () => {
  expect(() => readOptions(['--only', 'speed'])).toThrow(/no measurement speed[^]*throughput, latency/)
  expect(() => readOptions(['--queue', 'kafka'])).toThrow('no queue kafka')
})
