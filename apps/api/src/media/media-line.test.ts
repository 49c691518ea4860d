import { expect, it } from 'vitest'
import { MediaLine } from './media-line.js'

function lineOf(slots: number) {
  const begun: string[] = []
  const ends: (() => void)[] = []
  const line = new MediaLine(
    ({ id }, ending) =>
      new Promise((done) => {
        begun.push(id)
        ends.push(done)
        ending.addEventListener('abort', () => done())
      }),
    slots,
  )
  const end = async () => {
    ends.shift()?.()
    await new Promise(setImmediate)
  }
  return { line, begun, end }
}

it('works on so many at once, of the orgs by turns', async () => {
  const { line, begun, end } = lineOf(1)
  for (const id of ['a1', 'a2', 'a3', 'a4']) line.wake({ orgId: 'a', id })
  for (const id of ['b1', 'b2']) line.wake({ orgId: 'b', id })
  expect(begun).toEqual(['a1'])
  for (let n = 0; n < 5; n += 1) await end()
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4'])
})

it('leaves others a slot, however long what one org sent takes', async () => {
  const { line, begun, end } = lineOf(3)
  for (const id of ['a1', 'a2', 'a3', 'a4']) line.wake({ orgId: 'a', id })
  expect(begun).toEqual(['a1', 'a2'])
  line.wake({ orgId: 'b', id: 'b1' })
  line.wake({ orgId: 'c', id: 'c1' })
  expect(begun).toEqual(['a1', 'a2', 'b1'])
  await end()
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3'])
  await end()
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'c1'])
})

it('works on each once at a time', async () => {
  const { line, begun, end } = lineOf(3)
  for (let n = 0; n < 3; n += 1) line.wake({ orgId: 'a', id: 'a1' })
  expect(begun).toEqual(['a1'])
  await end()
  line.wake({ orgId: 'a', id: 'a1' })
  expect(begun).toEqual(['a1', 'a1'])
})

it('ends with what runs, and begins nothing more', async () => {
  const { line, begun } = lineOf(1)
  for (const id of ['a1', 'a2']) line.wake({ orgId: 'a', id })
  line.stop()
  line.wake({ orgId: 'b', id: 'b1' })
  await line.drained()
  expect(begun).toEqual(['a1'])
})
