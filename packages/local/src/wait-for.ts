import { setTimeout as sleep } from 'node:timers/promises'

export interface WaitOptions {
  /** Half a minute unless told otherwise: what takes a moment takes many on a machine that is busy. */
  timeoutMs?: number
  /** How often to look; 20 times a second at first and ever more seldom, down to four times, unless told otherwise. */
  everyMs?: number
  /** What is being waited for: the beginning of the failure's message. */
  what?: string
}

/**
 * Calls `probe` until it returns something other than false, null or undefined, and returns that.
 * @throws when the time is over, with what the last call returned or threw
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  { timeoutMs = 30_000, everyMs, what = 'the condition' }: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
  const begunAt = Date.now()
  for (;;) {
    let last: unknown
    try {
      const value = await probe()
      if (value !== false && value !== null && value !== undefined) {
        return value as Exclude<T, false | null | undefined>
      }
      last = value
    } catch (error) {
      last = error
    }
    const waitedMs = Date.now() - begunAt
    if (waitedMs >= timeoutMs) {
      const saw = last instanceof Error ? last.message : JSON.stringify(last)
      throw new Error(`${what} did not happen within ${timeoutMs} ms; last: ${saw}`, {
        cause: last instanceof Error ? last : undefined,
      })
    }
    // To be asked all the time keeps a process from getting there.
    await sleep(everyMs ?? Math.min(50 + waitedMs / 10, 250))
  }
}

/** Says why there is nothing to wait for any more, if there is not. */
export type IsGone = () => Promise<string | undefined>

/** Waits until an address answers 200. */
export async function waitForHttp(url: string, isGone: IsGone, timeoutMs = 60_000): Promise<void> {
  const gone = await waitFor(
    async () => {
      const reason = await isGone()
      if (reason !== undefined) return reason
      const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) })
      if (status !== 200) throw new Error(`it answers ${status}`)
      return ''
    },
    { timeoutMs, everyMs: 50, what: url },
  )
  if (gone) throw new Error(gone)
}
