import { startStack, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ api: false, worker: false })
})
afterAll(() => stack.stop())

/** A module that makes the process it is loaded into fail when it gets SIGUSR2. */
const failOnSignal = (fault: string) =>
  `data:text/javascript,process.on('SIGUSR2', () => { ${fault} })`.replaceAll(' ', '%20')

it.each([
  ['an error that nobody caught', `throw new Error('planted')`],
  ['a rejection that nobody handled', `Promise.reject(new Error('planted'))`],
])('%s ends the process in order, and a line of its log says why', async (_, fault) => {
  const worker = await stack.addWorker({ preload: failOnSignal(fault) })
  expect(await worker.kill('SIGUSR2')).toEqual({ code: 1, signal: null })
  const told = worker
    .output()
    .split('\n')
    .filter((line) => line.includes('planted'))
    .map((line) => JSON.parse(line) as object)
  expect(told).toEqual([
    expect.objectContaining({
      level: 'fatal',
      message: expect.stringMatching(/^exiting after an uncaught error: Error: planted\n {4}at /),
    }),
  ])
})
