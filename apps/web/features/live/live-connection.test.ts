import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openLiveConnection } from './live-connection'
import { SampleLocks } from './sample-locks'

const owner = 'org1:ana'
const lock = `cloudpa:live:${owner}`
let locks: SampleLocks
let streams: Stream[]
let channels: Set<Channel>
let closing: (() => void)[]

/** A stream that the server accepts and says nothing on. */
class Stream {
  static readonly OPEN = 1
  static readonly CLOSED = 2
  readyState = Stream.OPEN
  constructor() {
    streams.push(this)
  }
  close() {
    this.readyState = Stream.CLOSED
  }
}

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
  streams = []
  channels = new Set()
  closing = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('navigator', { locks })
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  vi.stubGlobal('EventSource', Stream)
  vi.stubGlobal('BroadcastChannel', Channel)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  for (const close of closing) close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const openTab = () =>
  closing.push(
    openLiveConnection(owner, {
      onEvents: () => undefined,
      onState: () => undefined,
      onWentBack: () => undefined,
    }),
  )
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const states = () => streams.map(({ readyState }) => (readyState === Stream.OPEN ? 'open' : 'closed'))

describe('the line that tabs share', () => {
  it('is one, as long as the tab that holds it answers', async () => {
    openTab()
    openTab()
    await pass(15_000)
    expect(states()).toEqual(['open'])
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
