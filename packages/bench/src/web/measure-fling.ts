import { readNotes, openPage, slowDown, slowdown, type Browser, type Page } from './browser.js'
import type { EmptyPage } from './empty-page.js'
import { watchRows } from './in-page.js'
import { line, type Line } from './line.js'
import { median } from '../statistics.js'
import { openInbox, row, signIn } from './screen.js'
import { customers, type Town } from './town.js'
import { traceTasks } from './trace.js'

const seconds = 5
/** Some fifty rows a second: as fast as a thumb throws a list. */
const speedPx = 4_000

/** Throws the list of 10,000 conversations for five seconds: first while it loads, then when all of it is there. */
export async function measureFling(browser: Browser, town: Town, empty: EmptyPage): Promise<Line[]> {
  const floor = await flingEmpty(browser, empty)
  const context = await signIn(browser, town)
  try {
    const page = await openInbox(context, town)
    await page.evaluate(watchRows, row)
    const loading = await fling(browser, page, row)
    await loadAll(page)
    const loaded = await fling(browser, page, row)
    const { mostRows } = await readNotes(page)
    return [
      line('longest task of a fling, while the list loads', 'ms', { most: 50 }, loading, floor),
      line(
        `the same, ${customers.toLocaleString('en')} conversations loaded`,
        'ms',
        { most: 50 },
        loaded,
        floor,
      ),
      line('most rows in the document all the while', 'rows', { most: 60 }, mostRows, undefined),
    ]
  } finally {
    await context.close()
  }
}

const flings = 3

/** @returns the longest task of the page's main thread in the middle one of three flings, in ms */
async function fling(browser: Browser, page: Page, selector: string): Promise<number> {
  const longest: number[] = []
  for (let index = 0; index < flings; index++) longest.push(await flingOnce(browser, page, selector))
  return median(longest)
}

async function flingOnce(browser: Browser, page: Page, selector: string): Promise<number> {
  const box = await page.locator(selector).first().boundingBox()
  if (!box) throw new Error(`there is no ${selector} to put a finger on`)
  const session = await page.context().newCDPSession(page)
  await slowDown(page, slowdown)
  // What the page did before is not what the fling costs.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
  const [longest = 0] = await traceTasks(browser, page, async () => {
    await session.send('Input.synthesizeScrollGesture', {
      x: box.x + box.width / 2,
      y: 600,
      yDistance: -speedPx * seconds,
      speed: speedPx,
      gestureSourceType: 'mouse',
    })
  })
  await slowDown(page, 1)
  return longest
}

/** Scrolls to the end until the first of all customers is there, and back to the top. */
async function loadAll(page: Page): Promise<void> {
  const scrollTo = (end: boolean) =>
    page
      .locator(row)
      .first()
      .evaluate((element, toEnd) => {
        let scroller: Element | null = element
        while (scroller && scroller.scrollHeight <= scroller.clientHeight + 1)
          scroller = scroller.parentElement
        scroller?.scrollTo({ top: toEnd ? scroller.scrollHeight : 0 })
      }, end)
  const last = page.locator(row, { hasText: `customer ${customers}.` })
  const deadline = performance.now() + 300_000
  while ((await last.count()) === 0) {
    if (performance.now() > deadline) throw new Error('the list has not reached its end within five minutes')
    await scrollTo(true)
  }
  await scrollTo(false)
  await page.locator(row, { hasText: 'customer 1.' }).waitFor()
}

async function flingEmpty(browser: Browser, { url }: EmptyPage): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await openPage(context)
    await page.goto(url)
    return await fling(browser, page, '#list')
  } finally {
    await context.close()
  }
}
