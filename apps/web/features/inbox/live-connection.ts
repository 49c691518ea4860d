import type { LiveEvent } from '@cloudpa/contracts/events'

const address = '/api/v1/messaging/events'
const flushMs = 30
const firstRetryMs = 1_000
const longestRetryMs = 15_000
const staleAfterHiddenMs = 60_000

interface Listener {
  onEvents: (events: LiveEvent[]) => void
  onOpen: () => void
  /** `refused`: the server answered with an error instead of a stream. */
  onLost: (refused: boolean) => void
}

/**
 * The app's one stream of live events; returns how to close it. EventSource reconnects by itself after
 * a broken line but gives up for good after an error answer, so that case is retried here.
 */
export function openLiveConnection(listener: Listener): () => void {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let retryMs = firstRetryMs
  let hiddenAt: number | undefined
  const events = batch(listener.onEvents)

  function connect() {
    clearTimeout(retry)
    source?.close()
    source = new EventSource(address)
    source.onopen = () => {
      retryMs = firstRetryMs
      listener.onOpen()
    }
    source.onmessage = (event: MessageEvent<string>) => events.add(event.data)
    source.onerror = () => {
      const refused = source?.readyState === EventSource.CLOSED
      listener.onLost(refused)
      if (!refused) return
      clearTimeout(retry)
      retry = setTimeout(connect, retryMs * (0.75 + Math.random() / 2))
      retryMs = Math.min(retryMs * 2, longestRetryMs)
    }
  }

  // A line that died while the machine slept shows no error for minutes, so it is replaced on return.
  function onVisibility() {
    if (document.visibilityState === 'hidden') {
      hiddenAt = Date.now()
      return
    }
    const away = hiddenAt === undefined ? 0 : Date.now() - hiddenAt
    hiddenAt = undefined
    if (source?.readyState !== EventSource.OPEN || away > staleAfterHiddenMs) connect()
  }

  const onOffline = () => listener.onLost(false)

  connect()
  window.addEventListener('online', connect)
  window.addEventListener('offline', onOffline)
  document.addEventListener('visibilitychange', onVisibility)
  return () => {
    window.removeEventListener('online', connect)
    window.removeEventListener('offline', onOffline)
    document.removeEventListener('visibilitychange', onVisibility)
    clearTimeout(retry)
    events.stop()
    source?.close()
  }
}

/** Hands over a burst at once: a hundred messages are one render, not a hundred. */
function batch(deliver: (events: LiveEvent[]) => void) {
  let waiting: LiveEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    add(data: string) {
      const event = parse(data)
      if (event) waiting.push(event)
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

/** An event kind of a later version is passed over; a line that is no JSON means that something was missed. */
function parse(data: string): LiveEvent | null {
  try {
    const event = JSON.parse(data) as LiveEvent
    return event.type === 'message' || event.type === 'conversation' || event.type === 'resync' ? event : null
  } catch (error) {
    console.warn('A live event could not be read.', error)
    return { type: 'resync' }
  }
}
