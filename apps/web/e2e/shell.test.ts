import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, Locator } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, openOffice, write } from './desk.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

async function boxOf(element: Locator) {
  const box = await element.boundingBox()
  if (!box) throw new Error('It is not on the screen.')
  return { ...box, right: box.x + box.width, bottom: box.y + box.height }
}

it.each([390, 768, 1440])('a toast leaves the navigation free at %i px', async (width) => {
  const desk = await Desk.open(browser, stack, { viewport: { width, height: 900 } })
  await desk.signIn(await openOffice(stack))
  await desk.goto('/settings/business')
  await desk.page.locator('main form input').first().fill('Studio Marisol & Daughters')
  await desk.page.locator('main form input').first().press('Enter')
  const shown = desk.page.locator('[data-sonner-toast][data-mounted="true"]')
  await shown.waitFor()
  const [toast, nav] = [await boxOf(shown), await boxOf(desk.page.locator('nav'))]
  expect(toast.x >= nav.right || toast.bottom <= nav.y, JSON.stringify({ toast, nav })).toBe(true)
  expect(toast.x).toBeGreaterThanOrEqual(16)
  expect(toast.right).toBeLessThanOrEqual(width - 16)
  await desk.close()
})

it('the account menu rises from below on a phone, with the way out far from the thumb', async () => {
  const desk = await Desk.open(browser, stack, { viewport: { width: 390, height: 800 }, touch: true })
  await desk.signIn(await openOffice(stack))
  // It has a name once its script has asked whose it is; before that, it opens nothing.
  await desk.page.getByRole('button', { name: 'Marisol Vega' }).click()
  await desk.page.getByRole('menu').waitFor()
  const menu = await boxOf(desk.page.getByRole('menu'))
  expect(menu).toMatchObject({ x: 0, width: 390, bottom: 800 })
  const signOut = await boxOf(desk.page.getByRole('menuitem', { name: 'Sign out' }))
  expect(signOut.bottom).toBeLessThan((await boxOf(desk.page.getByRole('menuitemradio').first())).y)
  // What is behind the sheet is covered: a touch there closes it and does nothing else.
  await desk.page.touchscreen.tap(200, 40)
  await desk.page.getByRole('menu').waitFor({ state: 'detached' })
  await desk.close()
})

describe('a line that is lost', () => {
  it('is told over everything, and leaves the end of a thread where it is', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    for (let i = 1; i <= 25; i++) await write(stack, office, 'maria', `Line ${i}.`)
    await desk.row('Line 25.').click()
    // Leads to the thread's end, wherever it was opened.
    await desk.reply('The end.')
    const last = desk.message('The end.')
    await desk.waitForStatus('The end.', 'delivered')
    const before = await boxOf(last)
    await desk.context.setOffline(true)
    const bar = desk.page.getByTestId('connection-bar')
    await bar.waitFor()
    expect(await boxOf(bar)).toMatchObject({ x: 0, y: 0, right: desk.page.viewportSize()?.width })
    await expect.poll(async () => (await boxOf(last)).y).toBe(before.y)
    await desk.context.setOffline(false)
    await desk.goto('/settings/team')
    await desk.page.getByTestId('invite').waitFor()
    await desk.context.setOffline(true)
    await bar.waitFor()
    expect(await boxOf(bar)).toMatchObject({ x: 0, y: 0 })
    await desk.close()
  })
})

describe('beside a list', () => {
  it('whoever waits longest is one press away', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    for (const from of ['maria', 'tom']) await write(stack, office, from, `It is ${from}`)
    await desk.row('Tom').waitFor()
    await desk.page.getByRole('link', { name: 'Answer María' }).click()
    await desk.message('It is maria').waitFor()
    await desk.page.locator('[data-testid="composer"]:focus').waitFor()
    expect(await desk.neverReloaded()).toBe(true)
    await desk.close()
  })
})

it('the way to connect a number ends in its form, once', async () => {
  const desk = await Desk.open(browser, stack)
  await desk.signIn(await openOffice(stack))
  await desk.goto('/settings/numbers?connect')
  await desk.page.getByRole('dialog').getByLabel('WhatsApp number').waitFor()
  await desk.page.waitForURL((url) => url.search === '')
  await desk.page.keyboard.press('Escape')
  await desk.reload()
  await desk.page.getByTestId('add-number').waitFor()
  expect(await desk.page.getByRole('dialog').count()).toBe(0)
  await desk.close()
})
