import { expect, test } from 'vitest'
import { waitFor } from './wait-for.js'

test('returns what the probe found, once it finds something', async () => {
  let calls = 0
  expect(await waitFor(() => (++calls < 3 ? undefined : calls), { everyMs: 1 })).toBe(3)
})

test('says what it waited for and what it last saw', async () => {
  const options = { timeoutMs: 5, everyMs: 1, what: 'the bus' }
  await expect(waitFor(() => null, options)).rejects.toThrow('the bus did not happen within 5 ms; last: null')
  const broken = () => {
    throw new Error('no road')
  }
  await expect(waitFor(broken, options)).rejects.toThrow('last: no road')
})

test('looks the more seldom the longer it waits', async () => {
  let looks = 0
  await expect(waitFor(() => (looks += 1) < 0, { timeoutMs: 1_000 })).rejects.toThrow('last: false')
  expect(looks).toBeGreaterThan(2)
  expect(looks).toBeLessThan(15)
})
