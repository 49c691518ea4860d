import { EventLine, type InboxEvent, type LineState, type PresenceEvent, type Told } from './event-line'
import { earliestAnswer, onAnswer } from './heard'
import { HeardPosition } from './heard-position'

export type { InboxEvent, PresenceEvent } from './event-line'

const flushMs = 30
/** How much longer than the tab that holds the line the others wait for a sign of life. */
const patienceMs = 3_000
/** How long a tab may take to answer a greeting, busy as it may be. */
const greetingMs = 2_000

type Asked = 'hello' | { from: number }
type Said = { told: Told } | { asked: Asked }

interface Listener {
  onEvents: (events: InboxEvent[]) => void
  onState: (state: LineState) => void
  onPresence: (event: PresenceEvent) => void
  /** The server stands behind what was heard of it: all that is shown is of another time. The connection is closed. */
  onWentBack: () => void
}

/**
 * The browser's one stream of live events, however many tabs are open: a browser speaks to a server over six connections
 * at most (HTTP/1.1), and each stream holds one. The tab that has the lock holds the stream and passes on what it hears;
 * when it closes or crashes, the browser gives the lock to the next. Where there are no locks (plain http), each tab has
 * a stream of its own.
 * @param owner org and person: another one's tabs in the same browser hear something else
 * @returns how to close it
 */
export function openLiveConnection(owner: string, listener: Listener): () => void {
  const tab = new LiveTab(owner, listener)
  const onOnline = () => tab.connectSoon()
  const onVisibility = () => tab.visibilityChanged()
  const stopAnswers = onAnswer(() => tab.position.reachBack())
  window.addEventListener('online', onOnline)
  window.addEventListener('pageshow', onVisibility)
  document.addEventListener('visibilitychange', onVisibility)
  return () => {
    stopAnswers()
    window.removeEventListener('online', onOnline)
    window.removeEventListener('pageshow', onVisibility)
    document.removeEventListener('visibilitychange', onVisibility)
    tab.close()
  }
}

class LiveTab {
  readonly position = new HeardPosition(
    (id) => this.ask({ from: id }),
    earliestAnswer,
    () => this.wentBack(),
  )
  private line: EventLine | null = null
  private readonly channel: BroadcastChannel | null = null
  private silence?: ReturnType<typeof setTimeout>
  private queued: AbortController | null = null
  private release: () => void = () => undefined
  private isClosed = false
  private readonly name: string
  private waiting: InboxEvent[] = []
  private flushing?: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly owner: string,
    private readonly listener: Listener,
  ) {
    this.name = `cloudpa:live:${owner}`
    if (!('locks' in navigator)) {
      this.openLine()
      return
    }
    this.channel = new BroadcastChannel(this.name)
    this.channel.onmessage = ({ data }: MessageEvent<Said>) => {
      if ('told' in data) this.hear(data.told)
      else this.answer(data.asked)
    }
    this.queueForLine(false)
    this.greet()
  }

  connectSoon(): void {
    this.line?.connectSoon()
  }

  visibilityChanged(): void {
    if (this.line) this.line.visibilityChanged()
    // A tab that slept may have missed what the others were told.
    else if (document.visibilityState === 'visible') this.greet()
  }

  close(): void {
    this.isClosed = true
    clearTimeout(this.silence)
    clearTimeout(this.flushing)
    this.queued?.abort()
    this.closeLine()
    this.channel?.close()
    this.release()
  }

  private openLine(): void {
    this.line = new EventLine(this.owner.split(':')[0] ?? '', this.position.start, (told) => {
      if (!this.isClosed) this.channel?.postMessage({ told } satisfies Said)
      this.hear(told)
    })
  }

  private closeLine(): void {
    this.line?.close()
    this.line = null
  }

  /** @param steal whoever holds the line is not heard of any more: it is taken from them */
  private queueForLine(steal: boolean): void {
    this.queued?.abort()
    const queued = (this.queued = new AbortController())
    const options = steal ? { steal } : { signal: queued.signal }
    const held = navigator.locks.request(this.name, options, () => {
      if (this.isClosed) return
      this.openLine()
      return new Promise<void>((resolve) => (this.release = resolve))
    })
    held.catch((error: unknown) => {
      if (this.isClosed || queued !== this.queued) return
      console.warn('Another tab took over the live events.', error)
      this.closeLine()
      this.queueForLine(false)
      this.greet()
    })
  }

  /** Asks the tab that holds the line how it is; one that is suspended with it does not answer. */
  private greet(): void {
    if (!this.channel) return
    this.ask('hello')
    this.expectLife(greetingMs)
  }

  private ask(asked: Asked): void {
    if (this.line) this.answer(asked)
    else this.channel?.postMessage({ asked } satisfies Said)
  }

  private answer(asked: Asked): void {
    if (asked === 'hello') this.line?.sayState()
    else this.line?.from(asked.from)
  }

  private hear(told: Told): void {
    if (this.isClosed) return
    if (!this.line) this.expectLife(told.line.silenceMs)
    this.listener.onState(told.line)
    if (told.presence) this.listener.onPresence(told.presence)
    const events = this.position.hear(told)
    if (events.length === 0) return
    this.waiting.push(...events)
    this.flushing ??= setTimeout(() => this.flush(), flushMs)
  }

  /** Closed first: what this tab heard must not be asked for once more, from this line or the next tab's. */
  private wentBack(): void {
    this.close()
    this.listener.onWentBack()
  }

  /** Hands over a burst at once: a hundred messages are drawn once, not a hundred times. */
  private flush(): void {
    this.flushing = undefined
    this.listener.onEvents(this.waiting.splice(0))
  }

  /** The tab that holds the line may hang or be frozen, without giving it up. */
  private expectLife(silenceMs: number): void {
    clearTimeout(this.silence)
    this.silence = setTimeout(() => {
      if (this.line) return
      if (document.visibilityState === 'visible') this.queueForLine(true)
      else this.expectLife(silenceMs)
    }, silenceMs + patienceMs)
  }
}
