import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerByHand, type Asked } from './answer-by-hand'
import { applyLiveEvents } from './apply-live-events'
import { stopCatchingUp } from './catch-up'
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
const answer = () => reloads().at(-1)?.answer({ items: [], nextCursor: null, newerCursor: null })
const hasFailed = () => vi.waitFor(() => expect(threads.get(id).failed).not.toBeNull())
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
