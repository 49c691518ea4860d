import { describe, expect, it } from 'vitest'
import { Dispatcher, maxRemembered, maxRememberedOfAll } from './dispatcher.js'

/** Calls that end when the test says so. */
class Calls {
  readonly begun: string[] = []
  private readonly ends = new Map<string, (comeBackMs?: number) => void>()

  readonly deliver = (orgId: string, conversationId: string): Promise<number | undefined> => {
    const name = `${orgId}/${conversationId}`
    this.begun.push(name)
    return new Promise((done) => this.ends.set(name, done))
  }

  async end(name: string, comeBackMs?: number): Promise<void> {
    this.ends.get(name)?.(comeBackMs)
    await new Promise((done) => setImmediate(done))
  }
}

function begin(perOrg: number, total: number) {
  const calls = new Calls()
  const dispatcher = new Dispatcher(calls.deliver, perOrg, total)
  const wake = (orgId: string, ...conversations: number[]) => {
    for (const each of conversations) dispatcher.wake(orgId, String(each))
  }
  return { calls, dispatcher, wake }
}

/** How many entries of maps and sets are looked at meanwhile. */
function countSteps(work: () => void): number {
  let steps = 0
  const restore = [new Map(), new Set()].map((one: Iterable<unknown>) => {
    const iterator = Object.getPrototypeOf(one[Symbol.iterator]()) as Iterator<unknown>
    const next = iterator.next
    iterator.next = function (this: Iterator<unknown>) {
      steps += 1
      return next.call(this)
    }
    return () => (iterator.next = next)
  })
  try {
    work()
  } finally {
    for (const one of restore) one()
  }
  return steps
}

describe('the dispatcher', () => {
  it('gives one org its share and no more', async () => {
    const { calls, wake } = begin(2, 10)
    wake('a', 1, 2, 3, 4)
    wake('b', 1)
    expect(calls.begun).toEqual(['a/1', 'a/2', 'b/1'])
    await calls.end('a/2')
    expect(calls.begun).toEqual(['a/1', 'a/2', 'b/1', 'a/3'])
  })

  it('has a slot for every org, however many came before', () => {
    const { calls, wake } = begin(10, 20)
    const all = Array.from({ length: 50 }, (_, index) => index)
    for (let org = 0; org < 12; org += 1) {
      wake(`org ${org}`, ...all)
      expect(calls.begun).toContain(`org ${org}/0`)
    }
    expect(calls.begun.length).toBeLessThanOrEqual(20 + 12)
  })

  it('lets the orgs take turns', async () => {
    const { calls, wake } = begin(3, 4)
    wake('a', 1, 2, 3, 4, 5)
    wake('b', 1, 2, 3, 4, 5)
    expect(calls.begun).toEqual(['a/1', 'a/2', 'b/1'])
    await calls.end('a/1')
    await calls.end('a/2')
    expect(calls.begun.slice(3)).toEqual(['b/2', 'a/3'])
  })

  it('has whoever has the fewest in hand go first', async () => {
    const { calls, wake } = begin(4, 6)
    wake('a', 1, 2, 3, 4, 5)
    wake('b', 1, 2, 3, 4, 5)
    wake('c', 1)
    expect(calls.begun).toEqual(['a/1', 'a/2', 'a/3', 'b/1', 'b/2', 'c/1'])
    for (const over of ['c/1', 'a/1', 'b/1']) await calls.end(over)
    expect(calls.begun.slice(6)).toEqual(['b/3'])
  })

  it('lets others go between two messages of a long conversation, and keeps its place even in a full line', async () => {
    const { calls, wake } = begin(1, 10)
    const all = Array.from({ length: maxRemembered + 1 }, (_, index) => index)
    wake('a', ...all)
    wake('b', 1)
    await calls.end('a/0', 0)
    expect(calls.begun).toEqual(['a/0', 'b/1', 'a/1'])
    for (const each of all.slice(1)) await calls.end(`a/${each}`)
    expect(calls.begun.at(-1)).toBe('a/0')
  })

  it('has a conversation in hand once, and looks once more when it was woken meanwhile', async () => {
    const { calls, wake } = begin(5, 50)
    wake('a', 1, 1, 1)
    expect(calls.begun).toEqual(['a/1'])
    await calls.end('a/1')
    expect(calls.begun).toEqual(['a/1', 'a/1'])
    await calls.end('a/1')
    expect(calls.begun).toEqual(['a/1', 'a/1'])
  })

  it('comes back when it was told to, and goes on after a failure', async () => {
    const { calls, wake } = begin(1, 10)
    wake('a', 1)
    await calls.end('a/1', 5)
    await expect.poll(() => calls.begun).toEqual(['a/1', 'a/1'])
    const failing = new Dispatcher(() => Promise.reject(new Error('the database is away')), 1)
    failing.wake('a', '1')
    failing.wake('a', '2')
    await failing.drained()
  })

  it('limits what it remembers of one org, and forgets what is done', async () => {
    const { calls, wake } = begin(1, 10)
    const many = Array.from({ length: maxRemembered + 500 }, (_, index) => index)
    wake('a', ...many)
    for (const each of many) await calls.end(`a/${each}`)
    expect(calls.begun).toHaveLength(maxRemembered + 1)
  })

  it('works no more for a wake when a thousand orgs wait', () => {
    const [orgs, perOrg] = [1000, 100]
    const { wake } = begin(10, 100)
    const all = Array.from({ length: perOrg }, (_, index) => index)
    const steps = countSteps(() => {
      for (let org = 0; org < orgs; org += 1) wake(`org ${org}`, ...all)
    })
    expect(steps / (orgs * perOrg)).toBeLessThan(20)
  })

  it('remembers so many of all orgs together, and one of each', async () => {
    const { calls, wake } = begin(1, 1)
    const all = Array.from({ length: maxRemembered }, (_, index) => index)
    for (let org = 0; org <= 20; org += 1) wake(`org ${org}`, ...all)
    wake('late', 1, 2, 3)
    for (const name of calls.begun) await calls.end(name)
    expect(calls.begun).toContain('late/2')
    expect(calls.begun).not.toContain('late/3')
    expect(calls.begun.length).toBeLessThanOrEqual(maxRememberedOfAll + 3 * 22)
  }, 60_000)

  it('stops when what is in hand has ended, and begins nothing after', async () => {
    const { calls, dispatcher, wake } = begin(1, 10)
    wake('a', 1, 2)
    dispatcher.stop()
    let hasStopped = false
    const stopped = dispatcher.drained().then(() => (hasStopped = true))
    await new Promise((done) => setImmediate(done))
    expect(hasStopped).toBe(false)
    await calls.end('a/1', 1)
    await stopped
    wake('a', 3)
    expect(calls.begun).toEqual(['a/1'])
  })
})
