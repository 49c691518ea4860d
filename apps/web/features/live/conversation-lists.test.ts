import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { message } from '../messages/sample-message'
import { answerByHand, type Asked } from './answer-by-hand'
import { setViewer, type ListName } from './conversation-filters'
import { ConversationPages } from './conversation-pages'
import { ConversationStore } from './conversation-store'
import { conversation, counts as countsWith } from './sample-conversation'

const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
let asked: Asked[] = []
beforeEach(() => {
  asked = answerByHand()
})
afterEach(() => vi.unstubAllGlobals())

const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
const ids = (store: ConversationStore, filter: Parameters<ConversationStore['list']>[0]) =>
  store.list(filter).downTo(null)

describe('a conversation stands', () => {
  it('in the lists of what it is, and leaves them when it becomes something else', () => {
    const store = new ConversationStore()
    store.apply([conversation('a', 9, { unreadCount: 1 }), conversation('b', 8)])
    expect(ids(store, 'unread')).toEqual(['a'])
    store.apply([conversation('a', 9, { unreadCount: 1, starred: true, state: 'done', revision: 2 })])
    expect(['all', 'unread', 'done', 'starred'].map((filter) => ids(store, filter as 'all'))).toEqual([
      ['b'],
      [],
      ['a'],
      ['a'],
    ])
    store.apply([conversation('a', 12, { unreadCount: 2, returned: 'wrote', revision: 3 })])
    expect([ids(store, 'all'), ids(store, 'done')]).toEqual([['a', 'b'], []])
  })

  it('among the snoozed by when it comes back, and last until they write', () => {
    const store = new ConversationStore()
    const snoozed = (id: string, snoozedUntil: string | null) =>
      conversation(id, 5, { state: 'snoozed', snoozedUntil })
    store.apply([snoozed('never', null), snoozed('late', soon(5)), snoozed('early', soon(1))])
    expect(ids(store, 'snoozed')).toEqual(['early', 'late', 'never'])
  })

  it('open, where an older API says nothing of it, and a newer one says what nobody knows', () => {
    const { state: _, ...older } = conversation('older', 4)
    const store = new ConversationStore()
    store.apply([older as never, conversation('newer', 5, { state: 'archived' as never })])
    expect(ids(store, 'all')).toEqual(['newer', 'older'])
  })

  it('where it is read as long as it is read, whatever others do with it', () => {
    const store = new ConversationStore()
    store.apply([conversation('a', 9), conversation('b', 8)])
    expect(ids(store, 'all')).toEqual(['a', 'b'])
    store.keep('a')
    store.apply([conversation('a', 9, { state: 'done', revision: 2 })])
    expect(ids(store, 'all')).toEqual(['a', 'b'])
    store.keep('b')
    expect(ids(store, 'all')).toEqual(['b'])
  })
})

describe('how many there are of a kind', () => {
  const inbound = (id: string, position: number, change = {}) =>
    conversation(id, position, { lastMessage: message(position, { direction: 'inbound' }), ...change })

  it('goes with what this screen did, and comes back with what was taken back', () => {
    const store = new ConversationStore()
    store.apply([inbound('a', 9, { unreadCount: 1 }), conversation('b', 8)])
    const before = store.counts
    expect(before).toMatchObject({ all: 2, unread: 1, waiting: 1, snoozed: 0, starred: 0 })
    const letGo = store.hold(['a', 'b'], (now) => ({ ...now, state: 'snoozed' }))
    expect(store.counts).toMatchObject({ all: 0, unread: 0, waiting: 0, snoozed: 2, starred: 0 })
    letGo()
    expect(store.counts).toEqual(before)
  })

  it('of those whose window closes is a matter of the clock, and of those not heard of', () => {
    const store = new ConversationStore()
    const nowMs = Date.now()
    const counts = countsWith({ all: 9, unread: 0, waiting: 9, closing: 3, snoozed: 0, starred: 0 })
    const items = [
      inbound('a', 9, { windowExpiresAt: soon(1) }),
      inbound('b', 8, { windowExpiresAt: soon(5) }),
    ]
    store.applyPage({ items, overview: { counts, closing: [], returned: [] } })
    expect([0, 2, 4].map((hours) => store.closingAt(nowMs + hours * 3_600_000))).toEqual([3, 2, 3])
    store.apply([inbound('a', 9, { windowExpiresAt: soon(1), state: 'done', revision: 2 })])
    expect(store.closingAt(nowMs)).toBe(2)
  })

  it('is whole from the first page, those of it that came back included once', () => {
    const store = new ConversationStore()
    const back = inbound('back', 2, { returned: 'snooze_over', windowExpiresAt: soon(1) })
    const counts = countsWith({ all: 4, unread: 0, waiting: 3, closing: 1, snoozed: 7, starred: 2 })
    store.applyPage({
      items: [conversation('a', 9)],
      overview: { counts, closing: [back], returned: [back] },
    })
    expect(store.counts).toMatchObject({ all: 4, unread: 0, waiting: 3, snoozed: 7, starred: 2 })
    expect(store.closingAt(Date.now())).toBe(1)
  })
})

describe('labels and who is to answer', () => {
  const ann = { memberId: 'ann', name: 'Ann' }
  const shown = (store: ConversationStore, list: ListName) => store.list(list).downTo(null)
  afterEach(() => setViewer(null))

  it('are lists and counts, which go with what this screen did', () => {
    const store = new ConversationStore()
    store.look('ann')
    store.apply([
      conversation('a', 9, { labels: ['one', 'two'], assignee: ann }),
      conversation('b', 8, { labels: ['one'], state: 'done' }),
      conversation('c', 7),
    ])
    expect([shown(store, 'label:one'), shown(store, 'mine'), shown(store, 'unassigned')]).toEqual([
      ['a'],
      ['a'],
      ['c'],
    ])
    expect(store.counts).toMatchObject({ mine: 1, unassigned: 1, 'label:one': 1, 'label:two': 1 })
    const letGo = store.hold(['a', 'c'], (now) => ({ ...now, labels: ['two'], assignee: null }))
    expect([shown(store, 'label:one'), shown(store, 'label:two'), shown(store, 'mine')]).toEqual([
      [],
      ['a', 'c'],
      [],
    ])
    expect(store.counts).toMatchObject({ mine: 0, unassigned: 2, 'label:one': 0, 'label:two': 2 })
    letGo()
    expect(store.counts).toMatchObject({ mine: 1, unassigned: 1, 'label:one': 1, 'label:two': 1 })
  })

  it('are whole whether it is known before the first page or after it who looks', () => {
    const overview = {
      counts: countsWith({ all: 9, mine: 3, unassigned: 4, labels: { one: 5 } }),
      closing: [],
      returned: [],
    }
    const items = [conversation('a', 9, { labels: ['one'], assignee: ann }), conversation('b', 8)]
    const early = new ConversationStore()
    early.look('ann')
    early.applyPage({ items, overview })
    setViewer(null)
    const late = new ConversationStore()
    late.applyPage({ items, overview })
    expect(late.counts).toMatchObject({ mine: 3 })
    late.look('ann')
    for (const store of [early, late]) {
      expect(store.counts).toMatchObject({ mine: 3, unassigned: 4, 'label:one': 5 })
      expect(shown(store, 'mine')).toEqual(['a'])
      store.apply([conversation('a', 9, { revision: 2 })])
      expect(store.counts).toMatchObject({ mine: 2, unassigned: 5, 'label:one': 4 })
    }
  })
})

describe('a list of its own', () => {
  const page = (items: ReturnType<typeof conversation>[], nextCursor: string | null = null) => ({
    items,
    nextCursor,
    eventId: 1,
    overview: null,
  })

  it('is asked for by its filter, goes down to its own last place, and hears of news', async () => {
    const store = new ConversationStore()
    const snoozed = new ConversationPages(store, undefined, 'snoozed')
    snoozed.open(client)
    const at = (id: string, hours: number) =>
      conversation(id, 3, { state: 'snoozed', snoozedUntil: soon(hours) })
    asked[0]?.answer(page([at('one', 1), at('two', 2)], 'more'))
    await vi.waitFor(() => expect(snoozed.read().ids).toEqual(['one', 'two']))
    expect(asked[0]?.path).toContain('filter=snoozed')
    store.apply([at('later', 9), at('between', 1.5)])
    expect(snoozed.read().ids).toEqual(['one', 'between', 'two'])
    store.apply([conversation('one', 3, { returned: 'snooze_over', revision: 2 })])
    expect(snoozed.read().ids).toEqual(['between', 'two'])
  })

  it.each([
    ['one time', '2026-11-24T08:00:00.000Z'],
    ['no time', null],
  ])('shows every page whole where more than a page of them share %s', async (_, snoozedUntil) => {
    const store = new ConversationStore()
    const snoozed = new ConversationPages(store, undefined, 'snoozed')
    const all = Array.from({ length: 70 }, (_one, at) =>
      conversation(`c${100 + at}`, 3, { state: 'snoozed', snoozedUntil }),
    )
    const idsOf = (count: number) => all.slice(0, count).map(({ id }) => id)
    const stop = snoozed.subscribe(() => undefined)
    snoozed.open(client)
    // As the API counts them: upwards by time, and by id within one time.
    asked[0]?.answer(page(all.slice(0, 50), 'more'))
    await vi.waitFor(() => expect(snoozed.read().isLoading).toBe(false))
    expect(snoozed.read().ids).toEqual(idsOf(50))
    const reloaded = snoozed.reload(client)
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    asked[1]?.answer(page(all.slice(0, 60), 'more'))
    await reloaded
    expect(asked).toHaveLength(2)
    snoozed.loadMore(client)
    asked[2]?.answer(page(all.slice(50)))
    await vi.waitFor(() => expect(snoozed.read().ids).toEqual(idsOf(70)))
    stop()
  })

  it('that is loaded again loses who was put away while nobody told of it', async () => {
    const store = new ConversationStore()
    const all = new ConversationPages(store)
    all.open(client)
    asked[0]?.answer(page(['a', 'b', 'c', 'd'].map((id, at) => conversation(id, 9 - at))))
    await vi.waitFor(() => expect(all.read().ids).toHaveLength(4))
    const reloaded = all.reload(client, (id) => id === 'c')
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    // Heard of meanwhile: newer than an answer that knows nothing of it.
    store.apply([conversation('d', 12, { revision: 2 })])
    asked[1]?.answer(page([conversation('a', 9)]))
    expect(await reloaded).toEqual(['c'])
    expect(all.read().ids).toEqual(['d', 'a', 'c'])
    expect(store.get('b')).toBeUndefined()
  })
})
