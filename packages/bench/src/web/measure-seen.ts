import { openPage, slowDown, slowdown, type Browser, type Page } from './browser.js'
import type { EmptyPage } from './empty-page.js'
import { timeToPaint } from './in-page.js'
import { line, type Line } from './line.js'
import { percentile } from '../statistics.js'
import { lastLine, message, openConversation, openInbox, rowOf, signIn } from './screen.js'
import type { Town } from './town.js'

const seen = [1, 2, 3, 4, 5, 6]
const rounds = 5

/** How long it takes from the click on a conversation that was open before until its newest message is painted. */
export async function measureSeen(browser: Browser, town: Town, empty: EmptyPage): Promise<Line[]> {
  const ours = await measureOurs(browser, town)
  const theirs = await measureEmpty(browser, empty)
  const figure = (times: number[], part: number) =>
    percentile(
      times.toSorted((one, other) => one - other),
      part,
    )
  return [
    line(
      'a seen conversation, click to paint, p75',
      'ms',
      { most: 100 },
      figure(ours, 0.75),
      figure(theirs, 0.75),
    ),
    line('the same, slowest', 'ms', undefined, figure(ours, 1), figure(theirs, 1)),
  ]
}

/** @param act ends with a click */
async function timeClick(
  page: Page,
  selector: string,
  text: string,
  act: () => Promise<void>,
): Promise<number> {
  const painted = page.evaluate(timeToPaint, { selector, text })
  await act()
  return painted
}

async function measureOurs(browser: Browser, town: Town): Promise<number[]> {
  const context = await signIn(browser, town)
  try {
    const page = await openInbox(context, town)
    for (const customer of seen) await openConversation(page, customer)
    await slowDown(page, slowdown)
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const customer of seen) {
        times.push(await timeClick(page, message, lastLine(customer), () => rowOf(page, customer).click()))
      }
    }
    return times
  } finally {
    await context.close()
  }
}

async function measureEmpty(browser: Browser, { url }: EmptyPage): Promise<number[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await openPage(context)
    await page.goto(url)
    await page.locator('button').click()
    await page.getByText('Message 1').waitFor()
    await slowDown(page, slowdown)
    const times: number[] = []
    for (let count = 2; count < 2 + seen.length * rounds; count++) {
      times.push(await timeClick(page, 'p', `Message ${count}`, () => page.locator('button').click()))
    }
    return times
  } finally {
    await context.close()
  }
}
