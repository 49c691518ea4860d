import type { LiveEvent } from '@cloudpa/contracts/events'
import { vi } from 'vitest'

/** A stream that the server accepts, and on which it says what a test has it say. */
export class SampleStream {
  static readonly OPEN = 1
  static readonly CLOSED = 2
  readyState = SampleStream.OPEN
  onmessage: ((event: { data: string; lastEventId: string }) => void) | null = null
  onerror: (() => void) | null = null

  constructor(readonly address: string) {}

  /** @param id stands for all that happened up to here */
  say(id: number, event: LiveEvent): void {
    if (this.readyState === SampleStream.OPEN)
      this.onmessage?.({ data: JSON.stringify(event), lastEventId: String(id) })
  }

  /** The server answers with an error instead. */
  refuse(): void {
    this.close()
    this.onerror?.()
  }

  close(): void {
    this.readyState = SampleStream.CLOSED
  }
}

/** Puts the test in the server's place; returns the streams that are opened. Undone by `vi.unstubAllGlobals`. */
export function streamsByHand(): SampleStream[] {
  const opened: SampleStream[] = []
  class Noted extends SampleStream {
    constructor(address: string) {
      super(address)
      opened.push(this)
    }
  }
  vi.stubGlobal('EventSource', Noted)
  return opened
}
