import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { answerByHand, type Asked } from './answer-by-hand'
import { ConversationPages } from './conversation-pages'
import { ConversationStore } from './conversation-store'
import { forgetUnlisted } from './forget-unlisted'
import { conversation } from './sample-conversation'

const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
let asked: Asked[] = []
beforeEach(() => {
  asked = answerByHand()
})
afterEach(() => vi.unstubAllGlobals())

/** A list of two with more behind them, and 600 older conversations that were told of. */
async function openedLongAgo() {
  const store = new ConversationStore()
  const pages = new ConversationPages(store)
  pages.open(client)
  const items = [conversation('first', 1_001), conversation('last', 1_000)]
  asked[0]?.answer({ items, nextCursor: 'more', eventId: 1 })
  await vi.waitFor(() => expect(pages.read().isLoading).toBe(false))
  store.apply(Array.from({ length: 600 }, (_, index) => conversation(`old-${index}`, index)))
  return { store, pages }
}

it('forgets what nothing shows once it is much, and nothing else', async () => {
  const { store, pages } = await openedLongAgo()
  const ids = pages.read().ids
  store.apply([conversation('old-1', 1, { unreadCount: 2, revision: 2 })])
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  store.apply([conversation('old-5', 5, { windowExpiresAt: inAnHour, revision: 2 })])
  const letGo = store.hold(['old-2'], (now) => now)
  const { counts } = store
  forgetUnlisted(store, [pages], { ids: ['old-3'] })
  expect(store.list('all').downTo(null)).toEqual(['first', 'last', 'old-5', 'old-3', 'old-2'])
  expect(store.size).toBe(5)
  expect(store.get('old-4')).toBeUndefined()
  // Forgotten, and counted still: as unread, and as one of all who wait.
  expect(store.counts).toEqual(counts)
  expect(store.counts.unread).toBe(1)
  expect(pages.read().ids).toBe(ids)
  letGo()
  store.apply([conversation('old-4', 2_000, { revision: 2 })])
  expect(pages.read().ids).toEqual(['old-4', 'first', 'last'])
})

it('forgets nothing while it is little', async () => {
  const { store, pages } = await openedLongAgo()
  store.keepOnly(new Set(Array.from({ length: 300 }, (_, index) => `old-${index}`)))
  forgetUnlisted(store, [pages], { ids: [] })
  expect(store.size).toBe(300)
})

it.each(['next page', 'reload'])('takes nothing back that a %s on its way knows less of', async (what) => {
  const { store, pages } = await openedLongAgo()
  if (what === 'reload') void pages.reload(client)
  else pages.loadMore(client)
  store.apply([conversation('old-9', 9, { readPosition: 9, revision: 7 })])
  forgetUnlisted(store, [pages], { ids: [] })
  asked[1]?.answer({ items: [conversation('old-9', 9, { revision: 6 })], nextCursor: null, eventId: 1 })
  await vi.waitFor(() => expect(pages.isWaiting).toBe(false))
  expect(store.get('old-9')?.revision).toBe(7)
})
