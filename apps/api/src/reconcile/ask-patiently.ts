import { setTimeout as sleep } from 'node:timers/promises'
import { isAnswer } from '../twilio/classify-failure.js'

/** How long to wait after each 429 before asking again. */
const busyPausesMs = [2_000, 5_000, 15_000, 30_000]

/** The process ends, or somebody else took the number. */
export class Interrupted extends Error {}

/** Twilio did not answer, or refused to; its cause is what the SDK threw. */
export class TwilioTrouble extends Error {}

/**
 * Calls Twilio, and retries on 429, which is safe: Twilio did nothing.
 * @throws {TwilioTrouble} for every other failure, and when it stays too busy
 * @throws {Interrupted} when the process ends meanwhile
 */
export async function askPatiently<T>(ask: () => Promise<T>, ending: AbortSignal): Promise<T> {
  for (const pauseMs of [...busyPausesMs, undefined]) {
    try {
      return await ask()
    } catch (error) {
      const isBusy = isAnswer(error) && error.status === 429
      if (!isBusy || pauseMs === undefined) throw new TwilioTrouble(String(error), { cause: error })
      const pause = sleep(pauseMs * (0.75 + Math.random() / 2), false, { signal: ending })
      if (await pause.catch(() => true)) throw new Interrupted()
    }
  }
  throw new Interrupted()
}
