import type { LiveEvent } from '@cloudpa/contracts/events'

const address = '/api/v1/messaging/events'
const flushMs = 30
const firstRetryMs = 1_000
const longestRetryMs = 15_000
const staleAfterHiddenMs = 60_000
/** Screens that lose their line by one cause don't all come back at one moment. */
const spreadMs = 1_000
/** How often the server is heard of, until it says so itself. */
const usualHeartbeatMs = 20_000
/** A line that was silent for so many heartbeats is dead, even if nobody said so. */
const missedHeartbeats = 2.5

/** What happened in the inbox, as opposed to the line's own signs of life. */
export type InboxEvent = Exclude<LiveEvent, { type: 'heartbeat' }>

interface Listener {
  onEvents: (events: InboxEvent[]) => void
  /** `resumed`: the stream goes on behind what was heard, and tells what was missed or to load again. */
  onOpen: (resumed: boolean) => void
  /** `refused`: the server answered with an error instead of a stream. */
  onLost: (refused: boolean) => void
}

/** The app's one stream of live events; returns how to close it. */
export function openLiveConnection(listener: Listener): () => void {
  const connection = new LiveConnection(listener)
  const onOnline = () => connection.connectSoon()
  const onOffline = () => listener.onLost(false)
  const onVisibility = () => connection.visibilityChanged()
  connection.connect()
  window.addEventListener('online', onOnline)
  window.addEventListener('offline', onOffline)
  document.addEventListener('visibilitychange', onVisibility)
  return () => {
    window.removeEventListener('online', onOnline)
    window.removeEventListener('offline', onOffline)
    document.removeEventListener('visibilitychange', onVisibility)
    connection.close()
  }
}

/**
 * EventSource reconnects by itself after a broken line, when the server told it to. But it gives up for good after an
 * error answer, and never notices a line that went silent: both are retried here.
 */
class LiveConnection {
  private source?: EventSource
  private retry?: ReturnType<typeof setTimeout>
  private silence?: ReturnType<typeof setTimeout>
  private retryMs = firstRetryMs
  private heartbeatMs = usualHeartbeatMs
  private hiddenAt?: number | undefined
  /** Of the last line that was heard. */
  private lastEventId = ''
  private readonly events: ReturnType<typeof batch>

  constructor(private readonly listener: Listener) {
    this.events = batch(listener.onEvents)
  }

  connect(): void {
    clearTimeout(this.retry)
    this.source?.close()
    // A new EventSource knows nothing of the old one's last id; when it reconnects by itself its header is the newer.
    const source = new EventSource(this.lastEventId ? `${address}?after=${this.lastEventId}` : address)
    this.source = source
    this.expectLife()
    source.onopen = () => {
      this.retryMs = firstRetryMs
      this.listener.onOpen(this.lastEventId !== '')
    }
    source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
      this.lastEventId = lastEventId
      this.hear(data)
    }
    source.onerror = () => this.failed(source.readyState === EventSource.CLOSED)
  }

  connectSoon(): void {
    this.connectIn(Math.random() * spreadMs)
  }

  private connectIn(ms: number): void {
    clearTimeout(this.retry)
    this.retry = setTimeout(() => this.connect(), ms)
  }

  private hear(data: string): void {
    const event = parse(data)
    if (event?.type === 'heartbeat') this.heartbeatMs = event.everyMs
    else if (event) this.events.add(event)
    this.expectLife()
  }

  private failed(refused: boolean): void {
    this.listener.onLost(refused)
    if (!refused) return
    this.connectIn(this.retryMs * (0.75 + Math.random() / 2))
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs)
  }

  private expectLife(): void {
    clearTimeout(this.silence)
    this.silence = setTimeout(() => {
      this.source?.close()
      this.listener.onLost(false)
      this.connectSoon()
    }, this.heartbeatMs * missedHeartbeats)
  }

  /** A sleeping machine counts no time, so a line that died meanwhile is replaced on return. */
  visibilityChanged(): void {
    if (document.visibilityState === 'hidden') {
      this.hiddenAt = Date.now()
      return
    }
    const away = this.hiddenAt === undefined ? 0 : Date.now() - this.hiddenAt
    this.hiddenAt = undefined
    if (this.source?.readyState !== EventSource.OPEN || away > staleAfterHiddenMs) this.connect()
  }

  close(): void {
    clearTimeout(this.retry)
    clearTimeout(this.silence)
    this.events.stop()
    this.source?.close()
  }
}

/** Hands over a burst at once: a hundred messages are one render, not a hundred. */
function batch(deliver: (events: InboxEvent[]) => void) {
  let waiting: InboxEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    add(event: InboxEvent) {
      waiting.push(event)
      timer ??= setTimeout(() => {
        timer = undefined
        const ready = waiting
        waiting = []
        deliver(ready)
      }, flushMs)
    },
    stop: () => clearTimeout(timer),
  }
}

const kinds = new Set<string>([
  'message',
  'conversation',
  'chat-accounts',
  'resync',
  'heartbeat',
] satisfies LiveEvent['type'][])

/** An event kind of a later version is passed over; a line that is no JSON means that something was missed. */
function parse(data: string): LiveEvent | null {
  try {
    const event = JSON.parse(data) as LiveEvent
    return kinds.has(event.type) ? event : null
  } catch (error) {
    console.warn('A live event could not be read.', error)
    return { type: 'resync' }
  }
}
