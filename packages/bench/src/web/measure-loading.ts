import { layoutShift, openPage, readNotes, slowDown, slowdown, type Browser } from './browser.js'
import type { Notes } from './in-page.js'
import type { EmptyPage } from './empty-page.js'
import { line, type Line } from './line.js'
import { median } from '../statistics.js'
import { message, openConversation, row, signIn } from './screen.js'
import type { Town } from './town.js'

const loads = 5

/** How long a browser that has never been here looks at nothing, and how much then moves under its eyes. */
export async function measureLoading(browser: Browser, town: Town, empty: EmptyPage): Promise<Line[]> {
  const [ours, theirs]: Notes[][] = [[], []]
  for (let index = 0; index < loads; index++) {
    theirs?.push(await loadEmpty(browser, empty))
    ours?.push(await loadInbox(browser, town))
  }
  const middle = (notes: Notes[] = [], figure: (notes: Notes) => number) => median(notes.map(figure))
  const lcp = ({ lcpMs }: Notes) => lcpMs
  return [
    line('inbox, largest paint (LCP)', 'ms', { most: 1800 }, middle(ours, lcp), middle(theirs, lcp)),
    line(
      'inbox loaded and a thread opened, layout shift (CLS)',
      '',
      { most: 0.02 },
      middle(ours, layoutShift),
      middle(theirs, layoutShift),
    ),
  ]
}

async function loadInbox(browser: Browser, town: Town): Promise<Notes> {
  const context = await signIn(browser, town)
  try {
    const page = await openPage(context)
    await slowDown(page, slowdown)
    await page.goto(`${town.stack.webUrl}/inbox`)
    await page.locator(row).first().waitFor()
    // The first input ends the search for the largest paint.
    const { lcpMs } = await readNotes(page)
    await openConversation(page, 1)
    await page.locator(message).first().waitFor()
    return { ...(await readNotes(page)), lcpMs }
  } finally {
    await context.close()
  }
}

async function loadEmpty(browser: Browser, { url }: EmptyPage): Promise<Notes> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await openPage(context)
    await slowDown(page, slowdown)
    await page.goto(url)
    await page.locator('h1').waitFor()
    const { lcpMs } = await readNotes(page)
    await page.locator('button').click()
    await page.getByText('Message 1').waitFor()
    return { ...(await readNotes(page)), lcpMs }
  } finally {
    await context.close()
  }
}
