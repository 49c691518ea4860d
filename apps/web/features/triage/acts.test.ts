import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConversationStore } from '../live/conversation-store'
import { conversation } from '../live/sample-conversation'
import { Acts } from './acts'

interface Asked {
  path: string
  body: { ids?: string[]; action?: { kind: string }; seen?: unknown; undo?: unknown }
  answer: (body: unknown, status?: number) => void
}

let asked: Asked[]
let store: ConversationStore
let acts: Acts
const [a, b] = ['a', 'b']
const is = (id: string) => store.get(id)?.state
const undoOf = (id: string) => ({ id, act: 1, stand: null, starred: null, reading: null })
/** As the server tells it after an act. */
const told = (id: string, state: 'open' | 'done', revision: number) =>
  conversation(id, 5, { state, revision })

beforeEach(() => {
  asked = []
  store = new ConversationStore()
  acts = new Acts(store)
  store.apply([conversation(a, 5), conversation(b, 4, { returned: 'snooze_over' })])
  vi.stubGlobal('fetch', (path: string, { body }: RequestInit) => {
    return new Promise<Response>((resolve) => {
      const answer = (said: unknown, status = 200) => resolve(Response.json(said, { status }))
      asked.push({ path, body: JSON.parse(String(body)) as Asked['body'], answer })
    })
  })
})
afterEach(() => vi.unstubAllGlobals())

const isAsked = (times: number) => vi.waitFor(() => expect(asked).toHaveLength(times))

describe('an act', () => {
  it('is seen at once, is one request for all, and stays what the server says', async () => {
    const { answered } = acts.do([a, b], { kind: 'done' })
    expect([is(a), is(b)]).toEqual(['done', 'done'])
    await isAsked(1)
    expect(asked[0]?.body).toEqual({ ids: [a, b], action: { kind: 'done' }, seen: { [a]: 5, [b]: 4 } })
    asked[0]?.answer({ items: [told(a, 'done', 2), told(b, 'open', 2)], undo: [undoOf(a)] })
    await answered
    expect([is(a), is(b)]).toEqual(['done', 'open'])
  })

  it('that is refused is taken back here, and leaves nothing to undo', async () => {
    const { answered } = acts.do([a], { kind: 'done' })
    await isAsked(1)
    asked[0]?.answer({ error: { code: 'unavailable' } }, 503)
    await expect(answered).rejects.toThrow()
    expect(is(a)).toBe('open')
    await vi.waitFor(() => expect(acts.undoLast()).toBeNull())
  })

  it('tells how far this screen had shown each, not what came while it waited for its turn', async () => {
    const first = acts.do([b], { kind: 'star', starred: true })
    acts.do([a, 'unheard-of'], { kind: 'done' })
    store.apply([conversation(a, 6, { revision: 2 })])
    await isAsked(1)
    asked[0]?.answer({ items: [], undo: [] })
    await first.answered
    await isAsked(2)
    expect(asked[1]?.body.seen).toEqual({ [a]: 5 })
  })

  it('waits for the one before, so that the later one wins', async () => {
    const first = acts.do([a], { kind: 'done' })
    const second = acts.do([a], { kind: 'reopen' })
    expect(is(a)).toBe('open')
    await isAsked(1)
    asked[0]?.answer({ items: [told(a, 'done', 2)], undo: [undoOf(a)] })
    await first.answered
    expect(is(a)).toBe('open')
    await isAsked(2)
    asked[1]?.answer({ items: [told(a, 'open', 3)], undo: [undoOf(a)] })
    await second.answered
    expect(is(a)).toBe('open')
  })
})

describe('undo', () => {
  it('shows all as it was at once, and sends back what the act answered, as it came', async () => {
    const { answered } = acts.do([a, b], { kind: 'done' })
    await isAsked(1)
    asked[0]?.answer({ items: [told(a, 'done', 2), told(b, 'done', 2)], undo: [undoOf(a), undoOf(b)] })
    await answered
    const undone = acts.undoLast()
    expect([is(a), is(b)]).toEqual(['open', 'open'])
    expect(store.get(b)?.returned).toBe('snooze_over')
    await isAsked(2)
    expect(asked[1]?.path).toMatch(/\/bulk\/undo$/)
    expect(asked[1]?.body).toEqual({ undo: [undoOf(a), undoOf(b)] })
    // Somebody acted on the second meanwhile: theirs stays.
    asked[1]?.answer({ items: [told(a, 'open', 3), told(b, 'done', 4)] })
    await undone?.answered
    expect([is(a), is(b)]).toEqual(['open', 'done'])
  })

  it('may come before the act was answered', async () => {
    acts.do([a], { kind: 'done' })
    const undone = acts.undoLast()
    expect(is(a)).toBe('open')
    await isAsked(1)
    asked[0]?.answer({ items: [told(a, 'done', 2)], undo: [undoOf(a)] })
    await isAsked(2)
    expect(is(a)).toBe('open')
    asked[1]?.answer({ items: [told(a, 'open', 3)] })
    await undone?.answered
    expect(is(a)).toBe('open')
  })

  it('takes back one act after the other, the last first', async () => {
    for (const id of [a, b]) {
      const { answered } = acts.do([id], { kind: 'done' })
      await vi.waitFor(() => expect(asked.at(-1)?.body.ids).toEqual([id]))
      asked.at(-1)?.answer({ items: [told(id, 'done', 2)], undo: [undoOf(id)] })
      await answered
    }
    expect(acts.undoLast()?.before.map(({ id }) => id)).toEqual([b])
    expect(acts.undoLast()?.before.map(({ id }) => id)).toEqual([a])
    expect(acts.undoLast()).toBeNull()
    await isAsked(3)
    asked[2]?.answer({ items: [] })
    await isAsked(4)
    asked[3]?.answer({ items: [] })
  })

  it('of one act takes back that one, whatever was done after it, and only once', async () => {
    const first = acts.do([a], { kind: 'done' })
    acts.do([b], { kind: 'done' })
    await isAsked(1)
    asked[0]?.answer({ items: [told(a, 'done', 2)], undo: [undoOf(a)] })
    await first.answered
    expect(first.undo()?.before.map(({ id }) => id)).toEqual([a])
    expect([is(a), is(b)]).toEqual(['open', 'done'])
    expect(first.undo()).toBeNull()
    expect(acts.undoLast()?.before.map(({ id }) => id)).toEqual([b])
    expect(acts.undoLast()).toBeNull()
  })

  it.each([
    ['open', true],
    ['done', false],
  ] as const)('that leaves a conversation %s there restored something: %s', async (state, isRestored) => {
    const { answered } = acts.do([a], { kind: 'done' })
    await isAsked(1)
    const stand = { state: 'open', snoozedUntil: null, returned: null }
    asked[0]?.answer({ items: [told(a, 'done', 2)], undo: [{ ...undoOf(a), stand }] })
    await answered
    const undone = acts.undoLast()
    await isAsked(2)
    asked[1]?.answer({ items: [told(a, state, 3)] })
    expect(await undone?.answered).toBe(isRestored)
  })
})
