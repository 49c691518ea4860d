// What runs inside a measured page. Each function is sent there as its text, so none of them may use what is outside it.

/** What a page has noted of itself since it began to load, or since its notes were last cleared. */
export interface Notes {
  /** When the largest thing was painted, in ms since the navigation began. */
  lcpMs: number
  shifts: { at: number; value: number }[]
  /** Of each interaction, from the input until the next paint, in steps of 8 ms; those under 16 ms are left out. */
  interactionsMs: Record<number, number>
  /** The most rows of the list that were in the document at one time. */
  mostRows: number
}

declare global {
  var notes: Notes
}

/** Begins to note; to be run before anything else in the page. */
export function takeNotes(): void {
  const notes: Notes = { lcpMs: 0, shifts: [], interactionsMs: {}, mostRows: 0 }
  globalThis.notes = notes
  const observe = (options: PerformanceObserverInit, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ buffered: true, ...options })
  observe({ type: 'largest-contentful-paint' }, ({ startTime }) => (notes.lcpMs = startTime))
  observe({ type: 'layout-shift' }, (entry) => {
    const { hadRecentInput, value, startTime } = entry as PerformanceEntry & Record<string, number>
    if (!hadRecentInput) notes.shifts.push({ at: startTime, value: value ?? 0 })
  })
  // The lib of TypeScript knows no threshold yet.
  const events = { type: 'event', durationThreshold: 16 } as PerformanceObserverInit
  observe(events, (entry) => {
    const { interactionId, duration } = entry as PerformanceEntry & { interactionId?: number }
    if (!interactionId) return
    notes.interactionsMs[interactionId] = Math.max(notes.interactionsMs[interactionId] ?? 0, duration)
  })
}

/** Notes the most rows in the document, ten times a second. */
export function watchRows(selector: string): void {
  setInterval(() => {
    const rows = document.querySelectorAll(selector).length
    globalThis.notes.mostRows = Math.max(globalThis.notes.mostRows, rows)
  }, 100)
}

/**
 * Waits for the next click and then for a text in an element to be painted.
 * @returns ms from the input to that paint
 */
export function timeToPaint({ selector, text }: { selector: string; text: string }): Promise<number> {
  return new Promise((resolve) => {
    const isThere = () =>
      [...document.querySelectorAll(selector)].some((element) => element.textContent?.includes(text))
    const waitForPaint = (startedAt: number) => {
      if (!isThere()) return void requestAnimationFrame(() => waitForPaint(startedAt))
      // A message posted within a frame arrives when that frame is on its way to the screen.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now() - startedAt)
        port2.postMessage(undefined)
      })
    }
    const onClick = ({ timeStamp }: MouseEvent) => waitForPaint(timeStamp)
    document.addEventListener('click', onClick, { capture: true, once: true })
  })
}
