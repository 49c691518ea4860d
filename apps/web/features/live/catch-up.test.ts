import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerByHand, type Asked } from './answer-by-hand'
import { applyLiveEvents } from './apply-live-events'
import { catchUp, stopCatchingUp } from './catch-up'
import { pagesOf } from './conversation-pages'
import { conversations } from './conversation-store'
import { enterThread } from './load-thread'
import { conversation } from './sample-conversation'
import { message } from '../messages/sample-message'
import { threads } from './thread-store'

const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
const longestRetryMs = 15_000
let asked: Asked[] = []
let leave: () => void
let id = ''
let count = 0

beforeEach(async () => {
  vi.useFakeTimers()
  vi.spyOn(console, 'warn').mockReturnValue(undefined)
  asked = answerByHand()
  id = `caught-up-${++count}`
  leave = enterThread(client, id)
  const items = [message(1, { id: `${id}-1`, conversationId: id })]
  asked[0]?.answer({
    ...conversation(id, 1),
    messages: items,
    notes: [],
    messagesCursor: null,
    newerMessagesCursor: null,
    eventId: 1,
  })
  await vi.waitFor(() => expect(threads.get(id).loading).toBeNull())
  asked.length = 0
})
afterEach(() => {
  leave()
  stopCatchingUp()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const resync = () => applyLiveEvents(client, [{ type: 'resync' }])
const reloads = () => asked.filter(({ path }) => path.includes(`around=${id}-1`))
const isAskedFor = (times: number) => vi.waitFor(() => expect(reloads()).toHaveLength(times))
const answer = () => reloads().at(-1)?.answer({ items: [], notes: [], nextCursor: null, newerCursor: null })
const hasFailed = () => vi.waitFor(() => expect(threads.get(id).failed.whole).toBeDefined())
const isWhole = () => vi.waitFor(() => expect(threads.get(id)).toMatchObject({ loading: null, gap: null }))

describe('a reload that fails', () => {
  it('is tried again though the line does not break, until it succeeds', async () => {
    resync()
    for (const times of [1, 2]) {
      await isAskedFor(times)
      reloads().at(-1)?.fail()
      await hasFailed()
      await vi.advanceTimersByTimeAsync(longestRetryMs)
    }
    await isAskedFor(3)
    answer()
    await isWhole()
    await vi.advanceTimersByTimeAsync(longestRetryMs)
    expect(reloads()).toHaveLength(3)
  })

  it.each(['before', 'after'])(
    'is left alone when nobody looks any more, since %s it failed',
    async (when) => {
      resync()
      if (when === 'before') stopCatchingUp()
      reloads().at(-1)?.fail()
      await hasFailed()
      await vi.advanceTimersByTimeAsync(0)
      if (when === 'after') stopCatchingUp()
      await vi.advanceTimersByTimeAsync(longestRetryMs)
      expect(reloads()).toHaveLength(1)
    },
  )
})

describe('something that is missed while the reload runs', () => {
  it('is loaded after it, and again when that fails', async () => {
    resync()
    resync()
    expect(reloads()).toHaveLength(1)
    answer()
    await isAskedFor(2)
    reloads().at(-1)?.fail()
    await hasFailed()
    await vi.advanceTimersByTimeAsync(longestRetryMs)
    await isAskedFor(3)
    answer()
    await isWhole()
  })
})

describe('the list', () => {
  const page = (position: number, nextCursor: string | null) => ({
    items: [conversation(`listed-${position}`, position)],
    nextCursor,
    eventId: 1,
    overview: null,
  })
  const pagesAsked = () => asked.filter(({ path }) => path.includes('/conversations?'))

  it('is left alone when the line is back, which tells what was missed, and is loaded again when it can’t', async () => {
    const list = pagesOf('all')
    list.open(client)
    pagesAsked()[0]?.answer(page(9, 'more'))
    await vi.waitFor(() => expect(list.read().hasMore).toBe(true))
    list.loadMore(client)
    pagesAsked()[1]?.answer(page(8, 'still more'))
    await vi.waitFor(() => expect(list.read().ids).toContain('listed-8'))

    await catchUp(client)
    applyLiveEvents(client, [
      { type: 'conversation', conversation: conversation('listed-8', 12, { revision: 2 }) },
    ])
    expect(pagesAsked()).toHaveLength(2)
    // Tests of other files may have told of conversations, too.
    expect(list.read().ids.filter((each) => each.startsWith('listed'))).toEqual(['listed-8', 'listed-9'])

    resync()
    expect(pagesAsked()).toHaveLength(3)
    pagesAsked()[2]?.answer(page(8, 'still more'))
    answer()
    await isWhole()
    await vi.advanceTimersByTimeAsync(0)
  })

  it('forgets who is not in it any more, and asks what became of whoever is read', async () => {
    const list = pagesOf('all')
    applyLiveEvents(
      client,
      [id, 'gone'].map((each) => ({
        type: 'conversation' as const,
        conversation: conversation(each, 30, { revision: 2 }),
      })),
    )
    expect(list.read().ids.slice(0, 2).sort()).toEqual([id, 'gone'].sort())
    resync()
    pagesAsked().at(-1)?.answer(page(8, 'more'))
    const isAbout = ({ path }: Asked) => path.endsWith(`/conversations/${id}`)
    await vi.waitFor(() => expect(asked.some(isAbout)).toBe(true))
    expect(conversations.get('gone')).toBeUndefined()
    asked
      .find(isAbout)
      ?.answer({ ...conversation(id, 30, { state: 'done', revision: 5 }), messages: [], notes: [] })
    await vi.waitFor(() => expect(conversations.get(id)?.state).toBe('done'))
    expect(list.read().ids).not.toContain(id)
  })
})
