import { setTimeout as sleep } from 'node:timers/promises'
import { isAnswer } from '../twilio/classify-failure.js'

/**
 * How long to wait before asking again. A history that came to no end begins anew, so it is worth a minute where Twilio only
 * has too much to do; what gets no answer takes its time by itself, and a claim holds a minute and a half.
 */
const pausesMs = {
  history: { busy: [2_000, 5_000, 15_000, 30_000], broken: [2_000, 5_000] },
  known: { busy: [1_000, 3_000], broken: [1_000] },
}

/** The process ends, or somebody else took the number. */
export class Interrupted extends Error {}

/** Twilio did not answer, or refused to; its cause is what the SDK threw. */
export class TwilioTrouble extends Error {}

/**
 * Calls Twilio for what it has, and asks again after 429, after an error of its own, and where the line broke. Others'
 * numbers wait meanwhile, so a number that has its turn again in a minute is soon left alone.
 * @param of a number's first comparison, or one of the many after it
 * @throws {TwilioTrouble} for every other failure, and when it stays in trouble
 * @throws {Interrupted} when the process ends meanwhile
 */
export async function askPatiently<T>(
  ask: () => Promise<T>,
  ending: AbortSignal,
  of: keyof typeof pausesMs,
): Promise<T> {
  for (let asked = 0; ; asked++) {
    try {
      return await ask()
    } catch (error) {
      const isBusy = isAnswer(error) && error.status === 429
      const isBroken = !isAnswer(error) || error.status >= 500
      const pauses = isBusy ? pausesMs[of].busy : isBroken ? pausesMs[of].broken : []
      const pauseMs = pauses[asked]
      if (pauseMs === undefined) throw new TwilioTrouble(String(error), { cause: error })
      const pause = sleep(pauseMs * (0.75 + Math.random() / 2), false, { signal: ending })
      if (await pause.catch(() => true)) throw new Interrupted()
    }
  }
}
