import { Logger } from '@nestjs/common'
import { afterEach, expect, it } from 'vitest'
import { Periodic } from './periodic.js'

afterEach(() => Logger.overrideLogger(['error', 'warn', 'log']))

it('what fails again and again is said once in a while, and tried as often as ever', async () => {
  const lines: string[] = []
  const silent = () => {}
  Logger.overrideLogger({ log: silent, error: silent, warn: (line: string) => lines.push(line) })
  const periodic = new Periodic()
  let runs = 0
  await new Promise<void>((resolve) => {
    periodic.repeat('test', 1, async () => {
      runs += 1
      if (runs === 20) resolve()
      throw new Error('the database is away')
    })
  })
  periodic.onModuleDestroy()
  await periodic.beforeApplicationShutdown()
  expect(runs).toBeGreaterThanOrEqual(20)
  expect(lines).toEqual(['failed, retrying in 1 ms: Error: the database is away'])
})
