import type { Browser, Page } from './browser.js'

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  dur?: number
  args?: { name?: string }
}

const categories = ['disabled-by-default-devtools.timeline', 'toplevel', '__metadata']

/**
 * Traces a page while something happens on it.
 * @returns how long each task of its main thread took, in ms, the longest first
 */
export async function traceTasks(browser: Browser, page: Page, work: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories })
  const stop = async () => (await browser.stopTracing()).toString()
  try {
    await work()
  } catch (error) {
    await stop()
    throw error
  }
  return tasksOf((JSON.parse(await stop()) as { traceEvents: TraceEvent[] }).traceEvents)
}

/** The tasks of all pages' main threads; while one page works, the others have none to speak of. */
export function tasksOf(events: TraceEvent[]): number[] {
  const nameOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const isMain = ({ name, args }: TraceEvent) => name === 'thread_name' && args?.name === 'CrRendererMain'
  const mains = new Set(events.filter(isMain).map(nameOf))
  return events
    .filter((event) => event.name === 'RunTask' && event.ph === 'X' && mains.has(nameOf(event)))
    .map(({ dur = 0 }) => dur / 1000)
    .toSorted((one, other) => other - one)
}
