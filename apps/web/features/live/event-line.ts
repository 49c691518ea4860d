import type { LiveEvent } from '@cloudpa/contracts/events'
import type { Attendance } from '@cloudpa/contracts/presence'

const address = '/api/v1/messaging/events'
const firstRetryMs = 1_000
const longestRetryMs = 15_000
const staleAfterHiddenMs = 60_000
/** Screens that lose their line by one cause don't all come back at one moment. */
const spreadMs = 1_000
/** How often the server is heard of, until it says so itself. */
const usualHeartbeatMs = 20_000
/** How late a heartbeat may be. */
const graceMs = 2_500

/** Who is at which conversation: at some, or with `all` at any. */
export type PresenceEvent = Extract<LiveEvent, { type: 'presence' }>

/** What happened in the inbox, as opposed to the line's own signs of life, and to what is so for a moment. */
export type InboxEvent = Exclude<LiveEvent, { type: 'heartbeat' } | PresenceEvent>

export interface LineState {
  isOpen: boolean
  /** There is no doubt that it is lost; else the browser may have it back in a moment. */
  isSilent: boolean
  /** The server answered with an error instead of a stream. */
  isRefused: boolean
  /** For how long it may be silent at most. */
  silenceMs: number
}

/** What is passed on to every tab: what came behind one event, up to and with another, and how the line is. */
export interface Told {
  after: number | null
  id: number | null
  entries: { id: number; event: InboxEvent }[]
  line: LineState
  /** It is not counted: whoever missed it hears all of it with the next word of how the line is. */
  presence?: PresenceEvent | undefined
}

/**
 * One stream of live events. EventSource comes back by itself after a broken line, when the server told it to. But it
 * gives up for good after an error answer, and never notices a line that went silent: both are tried again here.
 */
export class EventLine {
  private source?: EventSource
  private retry?: ReturnType<typeof setTimeout>
  private silence?: ReturnType<typeof setTimeout>
  private retryMs = firstRetryMs
  private hiddenAt?: number | undefined
  /** By conversation; nobody that is not known of a line that is lost. */
  private readonly attendance = new Map<string, Attendance>()
  private line: LineState = {
    isOpen: false,
    isSilent: false,
    isRefused: false,
    silenceMs: usualHeartbeatMs + graceMs,
  }

  /**
   * @param orgId of which org: another tab may have taken the session to another, whose events count from elsewhere
   * @param lastId the event behind which it begins; null: with what happens from now on
   * @param tell is called with each event, each sign of life and each change of the line
   */
  constructor(
    private readonly orgId: string,
    private lastId: number | null,
    private readonly tell: (told: Told) => void,
  ) {
    this.connect()
  }

  /** Makes sure that everything behind an event is told, once more if need be. */
  from(id: number): void {
    if (this.lastId !== null && this.lastId <= id) return
    this.lastId = id
    this.connect()
  }

  connectSoon(): void {
    this.connectIn(Math.random() * spreadMs)
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
    this.source?.close()
  }

  /** Tells how the line is, and how far it has come. */
  sayState(): void {
    this.tellPresence({ type: 'presence', all: true, conversations: [...this.attendance.values()] })
  }

  private tellPresence(presence: PresenceEvent): void {
    this.tell({ after: this.lastId, id: this.lastId, entries: [], line: this.line, presence })
  }

  private hearPresence(event: PresenceEvent): void {
    if (event.all) this.attendance.clear()
    for (const one of event.conversations) {
      if (one.members.length > 0) this.attendance.set(one.conversationId, one)
      else this.attendance.delete(one.conversationId)
    }
    this.expectLife()
    this.tellPresence(event)
  }

  private connect(): void {
    clearTimeout(this.retry)
    this.source?.close()
    // A new EventSource knows nothing of the old one's last id; when it comes back by itself its header is the newer.
    const after = this.lastId === null ? '' : `&after=${this.lastId}`
    const source = new EventSource(`${address}?org=${encodeURIComponent(this.orgId)}${after}`)
    this.source = source
    this.expectLife()
    source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => this.hear(data, Number(lastEventId))
    source.onerror = () => this.failed(source.readyState === EventSource.CLOSED)
  }

  private connectIn(ms: number): void {
    clearTimeout(this.retry)
    this.retry = setTimeout(() => this.connect(), ms)
  }

  private hear(data: string, id: number): void {
    const event = parse(data)
    if (event?.type === 'presence') return this.hearPresence(event)
    this.retryMs = firstRetryMs
    const after = this.lastId ?? id
    this.lastId = id
    if (event?.type === 'heartbeat') {
      const silenceMs = event.everyMs + graceMs
      this.line = { isOpen: true, isSilent: false, isRefused: false, silenceMs }
    }
    // Before it is told: who hears it may close the line.
    this.expectLife()
    // Told at once: a tab out of sight would wait long for a timer, and the one in sight for that tab.
    const entries = event && event.type !== 'heartbeat' ? [{ id, event }] : []
    this.tell({ after, id, entries, line: this.line })
  }

  private failed(isRefused: boolean): void {
    this.lost({ isRefused })
    if (!isRefused) return
    this.connectIn(this.retryMs * (0.75 + Math.random() / 2))
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs)
  }

  private lost(how: Partial<LineState>): void {
    this.line = { ...this.line, isOpen: false, ...how }
    this.attendance.clear()
    this.sayState()
  }

  private expectLife(): void {
    clearTimeout(this.silence)
    this.silence = setTimeout(() => {
      this.source?.close()
      this.lost({ isSilent: true })
      this.connectSoon()
    }, this.line.silenceMs)
  }
}

const kinds: Record<LiveEvent['type'], true> = {
  message: true,
  conversation: true,
  note: true,
  scheduled: true,
  'chat-accounts': true,
  labels: true,
  templates: true,
  views: true,
  contacts: true,
  presence: true,
  resync: true,
  heartbeat: true,
}

/** An event kind of a later version is passed over; a line that is no JSON means that something was missed. */
function parse(data: string): LiveEvent | null {
  try {
    const event = JSON.parse(data) as LiveEvent
    return Object.hasOwn(kinds, event.type) ? event : null
  } catch (error) {
    console.warn('A live event could not be read.', error)
    return { type: 'resync' }
  }
}
