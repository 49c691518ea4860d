import { measureInteractions, openPage, slowDown, slowdown, type Browser, type Page } from './browser.js'
import type { EmptyPage } from './empty-page.js'
import { line, type Line } from './line.js'
import { percentile } from '../statistics.js'
import { composerOf, lastLine, message, openConversation, openInbox, row, rowOf, signIn } from './screen.js'
import type { Town } from './town.js'

const times = 10

interface Acts {
  open: number[]
  send: number[]
  next: number[]
}

/** How long the page makes a person wait for its next picture: after a click on a row, after Enter, after J. */
export async function measureActs(browser: Browser, town: Town, empty: EmptyPage): Promise<Line[]> {
  const [ours, theirs] = [await measureOurs(browser, town), await measureEmpty(browser, empty)]
  const p75 = (figures: number[]) => percentile(figures, 0.75)
  const judged = (what: string, act: keyof Acts) =>
    line(`${what} (INP), p75`, 'ms', { most: 100 }, p75(ours[act]), p75(theirs[act]))
  return [
    judged('opening a conversation', 'open'),
    judged('sending', 'send'),
    judged('the next conversation by J', 'next'),
  ]
}

async function measureOurs(browser: Browser, town: Town): Promise<Acts> {
  const context = await signIn(browser, town)
  try {
    const page = await openInbox(context, town)
    await openConversation(page, 1)
    await slowDown(page, slowdown)
    const open = await measureInteractions(page, times, async (index) => {
      await openFurther(page, index + 2)
    })
    const send = await measureInteractions(page, times, async (index) => {
      await composerOf(page).fill(`Answer ${index + 1}.`)
      await page.keyboard.press('Enter')
      await page.locator(message, { hasText: `Answer ${index + 1}.` }).waitFor()
    })
    const next = await measureInteractions(page, times, () => goOn(page))
    return { open, send, next }
  } finally {
    await context.close()
  }
}

/** Its row may have moved out of the window, as the list is long: a wheel brings it back without an interaction. */
async function openFurther(page: Page, customer: number): Promise<void> {
  await rowOf(page, customer).click()
  await page.locator(message, { hasText: lastLine(customer) }).waitFor()
}

const openRow = `${row}[aria-current]`

/** Leaves the composer without a key, since a letter typed there is no shortcut. */
async function goOn(page: Page): Promise<void> {
  const before = await page.locator(openRow).getAttribute('data-conversation-id')
  await page.locator(openRow).focus()
  await page.keyboard.press('j')
  await page.locator(`${openRow}:not([data-conversation-id="${before}"])`).waitFor()
  await page.locator(message).first().waitFor()
}

async function measureEmpty(browser: Browser, { url }: EmptyPage): Promise<Acts> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await openPage(context)
    await page.goto(url)
    await page.locator('button').click()
    await page.getByText('Message 1').waitFor()
    await slowDown(page, slowdown)
    const open = await measureInteractions(page, times, () => page.locator('button').click())
    const send = await measureInteractions(page, times, async (index) => {
      await page.locator('textarea').fill(`Answer ${index + 1}.`)
      await page.keyboard.press('Enter')
    })
    const next = await measureInteractions(page, times, () => page.keyboard.press('j'))
    return { open, send, next }
  } finally {
    await context.close()
  }
}
