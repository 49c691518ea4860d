import type { Conversation, ConversationPage } from '@cloudpa/contracts/conversations'
import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { message } from '../messages/sample-message'
import { answerByHand, type Asked } from './answer-by-hand'
import { ConversationOverview } from './conversation-overview'
import { ConversationStore } from './conversation-store'
import { conversation, counts } from './sample-conversation'

let client: QueryClient
const [longMs, soonMs, usualMs] = [2_001, 3_000, 600_000]
let asked: Asked[] = []
let store: ConversationStore
let overview: ConversationOverview

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0)
  client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
  asked = answerByHand()
  store = new ConversationStore()
  overview = new ConversationOverview(store)
})
afterEach(() => {
  overview.stop()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** Somebody whose last message, at a position, is their own and not read; with a reply behind it where it is answered. */
function customer(id: string, position: number, change: Partial<Conversation> = {}): Conversation {
  const lastMessage = message(position, { id: `${id}-${position}`, direction: 'inbound' })
  return conversation(id, position, { unreadCount: 1, lastMessage, ...change })
}
const answered = (id: string, position: number, revision: number) => conversation(id, position, { revision })

const page = (items: Conversation[], unread?: number, waiting = unread, closing: Conversation[] = []) =>
  ({
    items,
    nextCursor: 'more',
    eventId: 1,
    overview:
      unread === undefined
        ? null
        : {
            counts: counts({ all: 9, unread, waiting: waiting ?? 0, closing: closing.length }),
            closing,
            returned: [],
          },
  }) satisfies ConversationPage
const isCounted = (unread: number, waiting: number) => expect(store.counts).toMatchObject({ unread, waiting })

describe('how many are unread, and how many wait', () => {
  it('is as the API counted, and goes on with the news', () => {
    overview.take(client, page([customer('a', 9), customer('b', 8, { unreadCount: 0 })], 11, 12))
    isCounted(11, 12)
    store.apply([answered('a', 10, 2)])
    isCounted(10, 11)
    store.apply([customer('b', 12, { revision: 2 })])
    isCounted(11, 11)
  })

  it('is none only when nobody waits further down either', () => {
    overview.take(client, page([answered('a', 9, 1)], 0, 1))
    isCounted(0, 1)
  })

  it('stays what it was while further pages come', () => {
    overview.take(client, page([customer('a', 9)], 3))
    overview.take(client, page([customer('b', 8), answered('c', 7, 1)]))
    isCounted(3, 3)
    store.apply([answered('b', 10, 2)])
    isCounted(2, 2)
  })

  it('counts what this screen has done before the server says so', () => {
    overview.take(client, page([customer('a', 9)], 1))
    const letGo = store.hold(['a'], (now) => ({ ...now, unreadCount: 0 }))
    isCounted(0, 1)
    overview.take(client, page([customer('a', 9)], 1))
    isCounted(0, 1)
    letGo()
    isCounted(1, 1)
  })

  it('takes nobody twice whom the news knew better than the answer that was on its way', () => {
    store.apply([answered('a', 10, 2), customer('b', 12, { revision: 2 })])
    overview.take(client, page([customer('a', 9), answered('b', 8, 1)], 1))
    isCounted(1, 1)
  })
})

describe('is asked for again', () => {
  const isAsked = async (afterMs: number, times = 1) => {
    await vi.advanceTimersByTimeAsync(afterMs - 1)
    expect(asked).toHaveLength(times - 1)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked).toHaveLength(times)
  }

  it('soon after somebody wrote who may have been counted, and once for all of them', async () => {
    overview.take(client, page([customer('a', 9)], 2))
    await vi.advanceTimersByTimeAsync(longMs)
    store.apply([customer('b', 12)])
    isCounted(3, 3)
    await vi.advanceTimersByTimeAsync(1_000)
    store.apply([customer('c', 13)])
    await isAsked(soonMs - 1_000)
    asked[0]?.answer(page([customer('c', 13)], 3))
    await vi.advanceTimersByTimeAsync(0)
    isCounted(3, 3)
  })

  it('soon after news that the answer may have held already', async () => {
    overview.take(client, page([customer('a', 9), answered('b', 8, 1)], 5))
    store.apply([answered('a', 10, 2)])
    await isAsked(soonMs)
    // What changes while it is on its way leaves it in doubt once more.
    store.apply([customer('b', 11, { revision: 2 })])
    asked[0]?.answer(page([customer('b', 11, { revision: 2 })], 5))
    await vi.advanceTimersByTimeAsync(0)
    isCounted(5, 5)
    await isAsked(soonMs, 2)
  })

  it('at a moment of each screen’s own, which no further news draws nearer', async () => {
    overview.take(client, page([customer('a', 9)], 2))
    await vi.advanceTimersByTimeAsync(longMs)
    vi.mocked(Math.random).mockReturnValueOnce(0.9)
    for (let position = 12; position < 16; position += 1) {
      store.apply([customer(`new-${position}`, position)])
      await vi.advanceTimersByTimeAsync(1_000)
    }
    await isAsked(soonMs + 0.9 * 5_000 - 4_000)
  })

  it('not for news of who is known', async () => {
    overview.take(client, page([customer('a', 9)], 5))
    await vi.advanceTimersByTimeAsync(longMs)
    store.apply([answered('a', 10, 2)])
    await vi.advanceTimersByTimeAsync(usualMs - longMs - 1)
    expect(asked).toEqual([])
  })

  it('now and then, since windows close without news, and after a failure too', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined)
    overview.take(client, page([customer('a', 9)], 1))
    await isAsked(usualMs)
    asked[0]?.fail()
    await isAsked(usualMs, 2)
    asked[1]?.answer(page([customer('a', 9)], 1, 1, [customer('deep', 2)]))
    await vi.advanceTimersByTimeAsync(0)
    expect(store.get('deep')).toBeDefined()
  })
})
