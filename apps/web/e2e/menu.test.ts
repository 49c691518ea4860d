import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, Page, Route } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Desk, openOffice, write, type Office } from './desk.js'

let stack: SharedStack
let browser: Browser
let office: Office
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
  office = await openOffice(stack)
  await write(stack, office, 'maria', 'Good morning')
})

let desk: Desk
let page: Page
beforeEach(async () => {
  desk = await Desk.open(browser, stack)
  ;({ page } = desk)
  await desk.signIn(office)
  return () => desk.close()
})

const scripts = /\/_next\/static\/chunks\/[^/]+\.js/

/** Opens the inbox with none of the scripts that its first load does not name; `goOn` says what becomes of them. */
async function openWithoutRest(): Promise<{ goOn: (does: 'continue' | 'abort') => Promise<void> }> {
  const held: Route[] = []
  let decided: 'continue' | 'abort' | undefined
  const html = await (await page.context().request.get(`${stack.webUrl}/inbox`)).text()
  await page.route(scripts, (route) => {
    if (html.includes(new URL(route.request().url()).pathname.split('/').at(-1) ?? ''))
      return route.continue()
    return decided ? route[decided]() : void held.push(route)
  })
  // A page that is idle before it is loaded asks for what is held, and is not loaded before it has that.
  await page.goto(`${stack.webUrl}/inbox`, { waitUntil: 'domcontentloaded' })
  // It has a name once its script runs and has asked whose it is.
  await button().waitFor()
  await expect.poll(() => held.length).toBeGreaterThan(0)
  return {
    goOn: async (does) => {
      decided = does
      await Promise.all(held.map((route) => route[does]()))
      for (const route of held) await (await route.request().response())?.finished()
    },
  }
}

const button = () => page.getByRole('button', { name: 'Marisol Vega' })
const menu = () => page.getByRole('menu', { name: 'Marisol Vega' })
const isExpanded = () => button().getAttribute('aria-expanded')
const drawn = () =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
const focused = () => page.locator(':focus')

describe('a menu whose list is not there yet', () => {
  it('keeps a press until it is', async () => {
    const rest = await openWithoutRest()
    await button().click()
    // Whoever presses again out of impatience wants it no less.
    await button().click()
    expect([await menu().count(), await isExpanded()]).toEqual([0, 'false'])
    await rest.goOn('continue')
    await menu().waitFor()
    expect(await isExpanded()).toBe('true')
    expect(await button().getAttribute('aria-controls')).toBe(await menu().getAttribute('id'))
    await page.keyboard.press('Escape')
    await menu().waitFor({ state: 'detached' })
    expect(await focused().getAttribute('aria-haspopup')).toBe('menu')
  })

  it.each(['Enter', 'Space', 'ArrowDown'])('keeps %s, and goes on to the first item', async (key) => {
    const rest = await openWithoutRest()
    await button().focus()
    await page.keyboard.press(key)
    await rest.goOn('continue')
    await menu().getByRole('menuitemradio', { name: 'Studio Marisol' }).and(focused()).waitFor()
    await page.keyboard.press('ArrowDown')
    await menu().getByRole('menuitem').first().and(focused()).waitFor()
  })

  it.each([
    ['goes on to something else', () => page.locator('main').getByRole('link').first().focus()],
    ['takes the press back', () => button().press('Escape')],
  ])('stays shut for whoever %s', async (_, leave) => {
    const rest = await openWithoutRest()
    await button().press('Enter')
    await leave()
    await rest.goOn('continue')
    await drawn()
    expect(await menu().count()).toBe(0)
    await button().click()
    await menu().waitFor()
  })

  it('is opened by a later press where the first one could not fetch it', async () => {
    const rest = await openWithoutRest()
    await button().click()
    await rest.goOn('abort')
    await page.unroute(scripts)
    await expect
      .poll(async () => {
        // It may open meanwhile, and then nothing can press its button.
        if ((await menu().count()) === 0)
          await button()
            .click({ timeout: 1_000 })
            .catch(() => undefined)
        return menu().count()
      })
      .toBe(1)
  })
})

describe('a menu', () => {
  it('opens and shuts with one press each', async () => {
    await button().click()
    await menu().waitFor()
    await button().click()
    await menu().waitFor({ state: 'detached' })
    expect(await isExpanded()).toBe('false')
  })

  it('is there without a line, once nothing else was to do', async () => {
    // What the page before it fetched can't be read any more.
    await page.goto('about:blank')
    const fetched = page.waitForResponse(
      async (response) => scripts.test(response.url()) && (await response.text()).includes('menuitemradio'),
    )
    await desk.goto('/inbox')
    await (await fetched).finished()
    await desk.context.setOffline(true)
    await button().press('Enter')
    await menu().getByRole('menuitemradio').first().and(focused()).waitFor()
    await desk.context.setOffline(false)
  })
})

describe('the words behind an icon', () => {
  const tooltip = () => page.locator('[role="tooltip"]')
  const icon = () => page.getByTestId('contact-button')
  beforeEach(() => desk.openConversation('María'))

  it('come under a mouse that rests there, and leave with it', async () => {
    await icon().hover()
    await tooltip().locator('kbd', { hasText: 'I' }).waitFor()
    await page.mouse.move(10, 400, { steps: 5 })
    await tooltip().waitFor({ state: 'detached' })
  })

  it('come to the keyboard, and leave with a press or with Escape', async () => {
    await icon().focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await tooltip().waitFor()
    expect(await icon().getAttribute('aria-describedby')).toBeTruthy()
    await page.keyboard.press('Escape')
    await tooltip().waitFor({ state: 'detached' })
    await icon().and(focused()).waitFor()
    expect(await icon().getAttribute('aria-describedby')).toBeNull()
  })
})
