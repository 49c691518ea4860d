import type { Logger } from '@nestjs/common'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SparingLog } from './sparing-log.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('says the first at once, and the others in one line', () => {
  const lines: string[] = []
  const log = new SparingLog({ warn: (line: string) => lines.push(line) } as unknown as Logger)
  for (let index = 0; index < 1_000; index += 1) log.warn(`refused ${index}`)
  expect(lines).toEqual(['refused 0'])
  vi.advanceTimersByTime(10_000)
  expect(lines.slice(1)).toEqual(['refused 999 (and 998 more like it)'])
  vi.advanceTimersByTime(60_000)
  log.warn('refused later')
  expect(lines.slice(2)).toEqual(['refused later'])
})
