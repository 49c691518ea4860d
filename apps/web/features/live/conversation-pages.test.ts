import type { ConversationPage } from '@cloudpa/contracts/conversations'
import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerByHand, type Asked } from './answer-by-hand'
import { ConversationPages } from './conversation-pages'
import { ConversationStore } from './conversation-store'
import { onAnswer } from './heard'
import { conversation, counts as countsWith } from './sample-conversation'

let client: QueryClient
let asked: Asked[] = []
beforeEach(() => {
  client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
  asked = answerByHand()
})
afterEach(() => vi.unstubAllGlobals())

const at = (...positions: number[]) => positions.map((position) => conversation(`c${position}`, position))
const page = (items: ConversationPage['items'], nextCursor: string | null = null): ConversationPage => ({
  items,
  nextCursor,
  eventId: 1,
  overview: null,
})

async function opened(items: ConversationPage['items'], nextCursor: string | null = null) {
  const store = new ConversationStore()
  const pages = new ConversationPages(store)
  pages.open(client)
  asked.at(-1)?.answer(page(items, nextCursor))
  await vi.waitFor(() => expect(pages.read().isLoading).toBe(false))
  return { store, pages, ids: () => pages.read().ids }
}

describe('an event that arrives while the list loads', () => {
  it('is not lost, and loads nothing a second time', async () => {
    const store = new ConversationStore()
    const pages = new ConversationPages(store)
    pages.open(client)
    store.apply([...at(9), conversation('c5', 12, { revision: 2 })])
    asked[0]?.answer(page(at(8, 5)))
    await vi.waitFor(() => expect(pages.read().isLoading).toBe(false))
    expect(pages.read().ids).toEqual(['c5', 'c9', 'c8'])
    expect(asked).toHaveLength(1)
  })

  it('is asked of the stream, which goes on behind the event up to which the answer stands', async () => {
    const stands: number[] = []
    const stop = onAnswer((eventId) => stands.push(eventId))
    const { pages } = await opened(at(9, 8), 'more')
    pages.loadMore(client)
    asked[1]?.answer({ ...page(at(7, 6)), eventId: 4 })
    await vi.waitFor(() => expect(stands).toEqual([1, 4]))
    stop()
  })

  it('is not lost while the next page is on its way', async () => {
    const { store, pages, ids } = await opened(at(9, 8), 'more')
    pages.loadMore(client)
    store.apply(at(12))
    asked[1]?.answer(page(at(7, 6)))
    await vi.waitFor(() => expect(ids()).toEqual(['c12', 'c9', 'c8', 'c7', 'c6']))
  })
})

describe('the list', () => {
  it('leaves a conversation that is older than its pages to its own page', async () => {
    const { store, ids } = await opened(at(9, 8), 'more')
    store.apply(at(3))
    expect(ids()).toEqual(['c9', 'c8'])
  })

  it('knows who else must be answered soon, and does not list them before their page', async () => {
    const store = new ConversationStore()
    const pages = new ConversationPages(store)
    pages.open(client)
    const counts = countsWith({ all: 4, unread: 0, waiting: 2, closing: 1, snoozed: 0, starred: 0 })
    const overview = { counts, closing: at(3), returned: [] }
    asked[0]?.answer({ ...page(at(9, 8), 'more'), overview })
    await vi.waitFor(() => expect(pages.read()).toMatchObject({ ids: ['c9', 'c8'], further: ['c3'] }))
    pages.loadMore(client)
    asked[1]?.answer(page(at(7, 3)))
    await vi.waitFor(() => expect(pages.read()).toMatchObject({ ids: ['c9', 'c8', 'c7', 'c3'], further: [] }))
  })

  it('asks for a page once, however often it is told to', async () => {
    const { pages } = await opened(at(9, 8), 'more')
    pages.loadMore(client)
    pages.loadMore(client)
    expect(asked).toHaveLength(2)
  })

  it('is the same array where nothing has a newer message', async () => {
    const { store, ids } = await opened(at(9, 8))
    const before = ids()
    store.apply([conversation('c8', 8, { unreadCount: 1, revision: 2 })])
    expect(ids()).toBe(before)
    store.apply([conversation('c9', 10, { revision: 2 })])
    expect(ids()).not.toBe(before)
  })
})

it('a list that is loaded again is not cut down to the fresh top', async () => {
  const { pages, ids } = await opened(at(9, 8), 'more')
  pages.loadMore(client)
  asked[1]?.answer(page(at(7, 6), 'still more'))
  await vi.waitFor(() => expect(ids()).toHaveLength(4))
  const reloaded = pages.reload(client)
  asked[2]?.answer(page([...at(20), conversation('c9', 19, { revision: 2 })], 'x'))
  await vi.waitFor(() => expect(asked).toHaveLength(4))
  expect(ids()).toEqual(['c20', 'c9', 'c8', 'c7', 'c6'])
  asked[3]?.answer(page(at(8, 7, 6, 5), 'y'))
  await reloaded
  expect(ids()).toEqual(['c20', 'c9', 'c8', 'c7', 'c6'])
  expect(asked).toHaveLength(4)
})

it('a very long list is loaded again to a limit, and goes on from there', async () => {
  const items = at(...Array.from({ length: 1_300 }, (_, place) => 2_000 - place))
  const { pages, ids } = await opened(items.slice(0, 1_200), 'end')
  const reloads = () => asked.filter(({ path }) => path.includes('limit=200'))
  const reloaded = pages.reload(client)
  // A page that is on its way meanwhile leaves no hole in the list.
  pages.loadMore(client)
  for (let from = 0; from < 1_000; from += 200) {
    await vi.waitFor(() => expect(reloads()).toHaveLength(1 + from / 200))
    reloads()
      .at(-1)
      ?.answer(page(items.slice(from, from + 200), `behind ${from + 200}`))
  }
  await reloaded
  asked.find(({ path }) => path.includes('cursor=end'))?.answer(page(items.slice(1_200, 1_250), 'further'))
  await vi.waitFor(() => expect(pages.isWaiting).toBe(false))
  expect([reloads().length, ids().length]).toEqual([5, 1_000])
  pages.loadMore(client)
  expect(asked.at(-1)?.path).toContain('cursor=behind%201000')
  asked.at(-1)?.answer(page(items.slice(1_000, 1_050), 'behind 1050'))
  await vi.waitFor(() => expect(ids()).toHaveLength(1_050))
})
