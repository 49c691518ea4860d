import { expect, it } from 'vitest'
import { tasksOf } from './trace.js'

it('tasks are those of pages’ main threads, in ms, the longest first', () => {
  const main = { pid: 7, tid: 1 }
  const task = (where: typeof main, dur: number) => ({ name: 'RunTask', ph: 'X', ts: 0, dur, ...where })
  const events = [
    { name: 'thread_name', ph: 'M', ts: 0, ...main, args: { name: 'CrRendererMain' } },
    { name: 'thread_name', ph: 'M', ts: 0, pid: 7, tid: 2, args: { name: 'Compositor' } },
    task(main, 1_500),
    task({ pid: 7, tid: 2 }, 90_000),
    task({ pid: 8, tid: 1 }, 80_000),
    task(main, 61_000),
    { name: 'FunctionCall', ph: 'X', ts: 0, dur: 70_000, ...main },
  ]
  expect(tasksOf(events)).toEqual([61, 1.5])
})
