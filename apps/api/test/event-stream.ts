import type { LiveEvent } from '@cloudpa/contracts/events'
import { waitFor } from '@cloudpa/testing/kit'

type Heartbeat = Extract<LiveEvent, { type: 'heartbeat' }>

/** One open screen, as far as the API knows it: everything the event stream said since it opened. */
export class EventStream {
  readonly events: LiveEvent[] = []
  readonly heartbeats: Heartbeat[] = []
  /** The numbers that came with them; with the last another stream goes on where this one ends. */
  readonly ids: number[] = []
  /** What the server said last of when to come back, in milliseconds. */
  retryMs?: number
  closed = false

  private constructor(private readonly abort: AbortController) {}

  /** @param who the API key of a program, or the cookie of a person */
  static async open(
    apiUrl: string,
    who: string | { cookie: string },
    lastEventId?: number,
  ): Promise<EventStream> {
    const abort = new AbortController()
    const response = await fetch(`${apiUrl}/api/v1/messaging/events`, {
      headers: {
        ...(typeof who === 'string' ? { authorization: `Bearer ${who}` } : { cookie: who.cookie }),
        ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
      },
      signal: abort.signal,
    })
    if (response.status !== 200 || !response.body)
      throw new Error(`the event stream answered ${response.status}`)
    const stream = new EventStream(abort)
    void stream.read(response.body)
    return stream
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true })
        const frames = text.split('\n\n')
        text = frames.pop() ?? ''
        for (const frame of frames) {
          for (const line of frame.split('\n')) this.hear(line)
        }
      }
    } catch (error) {
      if (!this.abort.signal.aborted && !(error instanceof TypeError)) throw error
    } finally {
      this.closed = true
    }
  }

  private hear(line: string): void {
    if (line.startsWith('id: ')) this.ids.push(Number(line.slice(4)))
    if (line.startsWith('retry: ')) this.retryMs = Number(line.slice(7))
    if (!line.startsWith('data: ')) return
    const event = JSON.parse(line.slice(6)) as LiveEvent
    if (event.type === 'heartbeat') this.heartbeats.push(event)
    else this.events.push(event)
  }

  waitFor(matches: (event: LiveEvent) => boolean, what: string): Promise<LiveEvent> {
    return waitFor(() => this.events.find(matches), { what, timeoutMs: 15_000 })
  }

  close(): void {
    this.abort.abort()
  }
}
