import { setTimeout as sleep } from 'node:timers/promises'
import { launchChromium } from '@cloudpa/testing/chromium'
import { takeNotes, type Notes } from './in-page.js'

export type Browser = Awaited<ReturnType<typeof launchChromium>>
export type Context = Awaited<ReturnType<Browser['newContext']>>
export type Page = Awaited<ReturnType<Context['newPage']>>

/** How much slower than this machine the measured one is: an ordinary phone beside a desk. */
export const slowdown = 4

/** Entries reach their observers some time after the frame that they are about. */
const untilNotedMs = 400

/** Opens a page that takes notes of itself, in a window of a desk. */
export async function openPage(context: Context): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(takeNotes)
  return page
}

/** Slows the page's processor down from now on; 1 is as fast as it is. */
export async function slowDown(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: times })
}

/** What the page has noted, when all of it has arrived. */
export async function readNotes(page: Page): Promise<Notes> {
  await sleep(untilNotedMs)
  return page.evaluate(() => globalThis.notes)
}

/**
 * Does something several times, and reads how long each took until the next paint.
 * @returns as many figures as there were acts, the shortest first; one too short to be noted counts 8 ms
 */
export async function measureInteractions(
  page: Page,
  times: number,
  act: (index: number) => Promise<void>,
): Promise<number[]> {
  await readNotes(page)
  await page.evaluate(() => (globalThis.notes.interactionsMs = {}))
  for (let index = 0; index < times; index++) await act(index)
  const { interactionsMs } = await readNotes(page)
  const noted = Object.values(interactionsMs).toSorted((one, other) => other - one)
  return Array.from({ length: times }, (_, index) => noted[index] ?? 8).toReversed()
}

/** The sum of a page's unasked shifts, in the worst session of them (gaps under a second, five seconds at most). */
export function layoutShift({ shifts }: Notes): number {
  let [worst, sum, beganAt, lastAt] = [0, 0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { at, value } of shifts) {
    const goesOn = at - lastAt < 1000 && at - beganAt < 5000
    if (!goesOn) [sum, beganAt] = [0, at]
    sum += value
    lastAt = at
    worst = Math.max(worst, sum)
  }
  return worst
}
