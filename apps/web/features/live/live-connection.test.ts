import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openLiveConnection, type InboxEvent } from './live-connection'
import { SampleLocks } from './sample-locks'
import { SampleStream, streamsByHand } from './sample-stream'

const owner = 'org1:ana'
const lock = `cloudpa:live:${owner}`
let locks: SampleLocks
let streams: SampleStream[]
let channels: Set<Channel>
let closing: (() => void)[]

/** What the tabs of one browser say to each other. */
class Channel {
  onmessage: ((event: { data: unknown }) => void) | null = null
  constructor() {
    channels.add(this)
  }
  postMessage(data: unknown) {
    for (const other of channels) if (other !== this) queueMicrotask(() => other.onmessage?.({ data }))
  }
  close() {
    channels.delete(this)
  }
}

beforeEach(() => {
  locks = new SampleLocks()
  channels = new Set()
  closing = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('navigator', { locks })
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  streams = streamsByHand()
  vi.stubGlobal('BroadcastChannel', Channel)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  for (const close of closing) close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** @returns what the tab hears, by batches */
function openTab(): InboxEvent[][] {
  const heard: InboxEvent[][] = []
  const close = openLiveConnection(owner, {
    onEvents: (events) => heard.push(events),
    onState: () => undefined,
    onPresence: () => undefined,
    onWentBack: () => undefined,
  })
  closing.push(close)
  return heard
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const states = () => streams.map(({ readyState }) => (readyState === SampleStream.OPEN ? 'open' : 'closed'))

describe('the line that tabs share', () => {
  it('is one, as long as the tab that holds it answers', async () => {
    openTab()
    openTab()
    await pass(15_000)
    expect(states()).toEqual(['open'])
  })

  it('goes to the next tab when the one that holds it closes, and on behind what was heard', async () => {
    openTab()
    const heard = openTab()
    await pass(0)
    streams[0]?.say(4, { type: 'heartbeat', everyMs: 10_000 })
    streams[0]?.say(5, { type: 'chat-accounts' })
    await pass(100)
    expect(heard).toHaveLength(1)
    closing[0]?.()
    await pass(0)
    expect(states()).toEqual(['closed', 'open'])
    expect(streams[1]?.address).toContain('after=5')
  })

  it('is taken by a new tab from one that was suspended with it', async () => {
    locks.suspend(lock)
    openTab()
    await pass(15_000)
    expect(states()).toEqual(['open'])
  })

  it('is taken back from a tab that took it and was suspended', async () => {
    openTab()
    await pass(15_000)
    locks.suspend(lock)
    await pass(15_000)
    expect(states()).toEqual(['closed', 'open'])
  })
})

it('a burst is handed over at once, in every tab', async () => {
  const tabs = [openTab(), openTab()]
  await pass(0)
  streams[0]?.say(4, { type: 'heartbeat', everyMs: 10_000 })
  for (let id = 5; id < 105; id++) streams[0]?.say(id, { type: 'chat-accounts' })
  await pass(1_000)
  expect(tabs.map((heard) => heard.map((batch) => batch.length))).toEqual([[100], [100]])
})
