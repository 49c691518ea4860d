import type { ConversationPage } from '@cloudpa/contracts/conversations'
import { expect, it } from 'vitest'
import { filterOf, labelOf, listOf, type BothList } from './conversation-filters'
import { ConversationStore } from './conversation-store'
import { conversation, counts } from './sample-conversation'

const [label, other] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
const unread = listOf('unread', label) as BothList
const tagged = (id: string, position: number, change = {}) =>
  conversation(id, position, { unreadCount: 1, labels: [label], ...change })

function page(items: ConversationPage['items'], both: ConversationPage['items'] | number | null) {
  const count = Array.isArray(both) ? both.length : both
  const told = count === null ? [] : [{ filter: 'unread', label, count }]
  const overview = { counts: counts({ all: 9, unread: 9, both: told }), closing: [], returned: [] }
  return { items, nextCursor: 'more', eventId: 1, overview }
}

it('a list of a filter and a label is told by its name', () => {
  expect([unread, listOf('all', label), listOf('done', null)]).toEqual([
    `unread+label:${label}`,
    `label:${label}`,
    'done',
  ])
  expect(
    [unread, listOf('all', label), listOf('done', null)].map((list) => [filterOf(list), labelOf(list)]),
  ).toEqual([
    ['unread', label],
    ['all', label],
    ['done', null],
  ])
})

it('holds what both find, in the order of the filter', () => {
  const store = new ConversationStore()
  const snoozed = { state: 'snoozed', unreadCount: 0 } as const
  store.apply([
    tagged('a', 9),
    tagged('b', 8, { unreadCount: 0 }),
    conversation('c', 7, { unreadCount: 1 }),
    tagged('late', 6, { ...snoozed, snoozedUntil: '2030-01-02T00:00:00.000Z' }),
    tagged('early', 5, { ...snoozed, snoozedUntil: '2030-01-01T00:00:00.000Z' }),
  ])
  const ids = (list: Parameters<ConversationStore['list']>[0]) => store.list(list).downTo(null)
  expect(ids(unread)).toEqual(['a'])
  expect(ids(listOf('snoozed', label))).toEqual(['early', 'late'])
  store.apply([tagged('c', 7, { revision: 2 }), tagged('a', 9, { labels: [other], revision: 2 })])
  expect(ids(unread)).toEqual(['c'])
})

it('is counted from the API’s count on, by what becomes of those that are known and of the others', () => {
  const store = new ConversationStore()
  store.apply([tagged('before', 3)])
  expect(store.counts[unread]).toBeUndefined()
  store.applyPage(page([tagged('a', 9), conversation('b', 8)], 5))
  expect(store.counts[unread]).toBe(5)
  // One of the five that nobody had heard of, and one that comes to them.
  store.applyPage({ ...page([tagged('c', 7)], null), overview: null })
  store.apply([tagged('b', 8, { revision: 2 })])
  expect(store.counts[unread]).toBe(6)
  store.apply([tagged('a', 9, { unreadCount: 0, revision: 2 }), tagged('c', 7, { labels: [], revision: 2 })])
  expect(store.counts[unread]).toBe(4)
  const letGo = store.hold(['b'], (one) => ({ ...one, state: 'done' }))
  expect(store.counts[unread]).toBe(3)
  letGo()
  store.look('me')
  store.forget(['b'])
  expect(store.counts[unread]).toBe(4)
})

it('is not counted any more where the API does not, and from then on anew', () => {
  const store = new ConversationStore()
  store.applyPage(page([tagged('a', 9)], 2))
  store.applyPage(page([tagged('a', 9)], null))
  expect(store.counts[unread]).toBeUndefined()
  store.apply([tagged('b', 10)])
  store.applyPage(page([tagged('b', 10)], 3))
  expect(store.counts[unread]).toBe(3)
})
