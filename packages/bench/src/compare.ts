import { percentile } from './statistics.js'

/** One request. */
export type Request = () => Promise<unknown>

interface Times {
  p50Ms: number
  p95Ms: number
}

const samples = 300
const warmUp = 50

/**
 * Lets two requests take turns, so that whatever befalls the machine befalls both.
 * @returns what each took, in ms
 */
export async function compare(one: Request, other: Request): Promise<{ ofOne: Times; ofOther: Times }> {
  const times = { one: [] as number[], other: [] as number[] }
  for (let at = -warmUp; at < samples; at += 1) {
    // Who comes second finds the processor's caches as the first has left them: each comes second as often.
    const order = at % 2 === 0 ? (['one', 'other'] as const) : (['other', 'one'] as const)
    for (const name of order) {
      const startedAt = performance.now()
      await (name === 'one' ? one : other)()
      if (at >= 0) times[name].push(performance.now() - startedAt)
    }
  }
  return { ofOne: timesOf(times.one), ofOther: timesOf(times.other) }
}

function timesOf(ms: number[]): Times {
  const sorted = Float64Array.from(ms).toSorted()
  return { p50Ms: percentile(sorted, 0.5), p95Ms: percentile(sorted, 0.95) }
}
