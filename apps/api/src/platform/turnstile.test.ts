import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Turnstile } from './turnstile.js'

test('lets in so many a turn, in their order, and everybody in the end', async () => {
  const turnstile = new Turnstile(3)
  const entered: number[] = []
  for (let index = 0; index < 8; index += 1) turnstile.pass(() => entered.push(index))
  expect(entered).toEqual([0, 1, 2])
  await nextTurn()
  expect(entered).toEqual([0, 1, 2, 3, 4, 5])
  turnstile.pass(() => entered.push(8))
  expect(entered).toHaveLength(6)
  await nextTurn()
  expect(entered).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
})

test('keeps nobody waiting who comes alone', async () => {
  const turnstile = new Turnstile(1)
  for (let index = 0; index < 3; index += 1) {
    let isIn = false
    turnstile.pass(() => (isIn = true))
    expect(isIn).toBe(true)
    await nextTurn()
    await nextTurn()
  }
})

test('turns away who comes when too many wait', () => {
  const turnstile = new Turnstile(1, 2)
  const came = Array.from({ length: 5 }, () => turnstile.pass(() => undefined))
  expect(came).toEqual([true, true, true, false, false])
})
