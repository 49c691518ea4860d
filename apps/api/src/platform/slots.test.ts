import { expect, it } from 'vitest'
import { Slots } from './slots.js'

/** Work that says its name as it begins, and ends when it is told to. */
class Work {
  readonly begun: string[] = []
  private readonly ends = new Map<string, () => void>()

  start = (name: string) => () => {
    this.begun.push(name)
    return new Promise<void>((end) => this.ends.set(name, end))
  }

  async end(name: string): Promise<void> {
    this.ends.get(name)?.()
    await new Promise(setImmediate)
  }
}

it('runs so many at once, and the others in the order in which they came', async () => {
  const [slots, work] = [new Slots(2), new Work()]
  const all = ['a', 'b', 'c', 'd'].map((name) => slots.run(work.start(name)))
  expect(work.begun).toEqual(['a', 'b'])
  await work.end('b')
  expect(work.begun).toEqual(['a', 'b', 'c'])
  for (const name of ['a', 'c', 'd']) await work.end(name)
  await Promise.all(all)
  expect(work.begun).toEqual(['a', 'b', 'c', 'd'])
})

it('has orgs take turns, and leaves room for others, however much one asks for', async () => {
  const [slots, work] = [new Slots(3, { each: 2, longest: 3 }), new Work()]
  const names = ['m1', 'm2', 'm3', 'm4', 'm5', 'a1', 'b1', 'a2']
  const all = names.map((name) => slots.run(work.start(name), name[0]))
  expect(work.begun).toEqual(['m1', 'm2', 'a1'])
  await expect(slots.run(work.start('m6'), 'm')).rejects.toMatchObject({ message: expect.any(String) })
  await work.end('m1')
  await work.end('m2')
  await work.end('a1')
  expect(work.begun.slice(3)).toEqual(['m3', 'b1', 'a2'])
  for (const name of ['m3', 'b1', 'm4', 'a2', 'm5']) await work.end(name)
  await Promise.all(all)
  expect(work.begun.toSorted()).toEqual(names.toSorted())
  expect(work.begun).not.toContain('m6')
})

it('is as free behind work that failed', async () => {
  const slots = new Slots(1, { each: 1, longest: 1 })
  await expect(slots.run(() => Promise.reject(new Error('x')), 'a')).rejects.toThrow('x')
  expect(await slots.run(() => Promise.resolve(1), 'b')).toBe(1)
})
