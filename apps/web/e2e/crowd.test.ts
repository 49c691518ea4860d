import { randomBytes } from 'node:crypto'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, Request } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { Desk, openOffice } from './desk.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** A desk to which so many wrote, each of them so long ago. */
async function openCrowd(agoMs: number[]): Promise<Desk> {
  const nowMs = Date.now()
  const office = await openOffice(stack, ({ number }) =>
    agoMs.map((ms, n) => ({
      number,
      profileName: `Customer ${n + 1}`,
      from: `whatsapp:+336${39980100 + n}`,
      unread: 1,
      messages: [
        {
          direction: 'inbound',
          at: new Date(nowMs - ms).toISOString(),
          body: 'Hello',
          sid: `SM${randomBytes(16).toString('hex')}`,
        },
      ],
    })),
  )
  const desk = await Desk.open(browser, stack)
  await desk.begin(() => {
    const badge = { shown: [] as number[] }
    const note = (count = 0) => Promise.resolve(void badge.shown.push(count))
    Object.assign(globalThis, { badge })
    Object.assign(navigator, { setAppBadge: note, clearAppBadge: () => note() })
  }, null)
  await desk.signIn(office)
  return desk
}

it('two hundred, selected with Shift, are done by one request, and E by E the icons say how many are left', async () => {
  const desk = await openCrowd(Array.from({ length: 202 }, (_, n) => hourMs + n * 1_000))
  const { page } = desk
  const asked: string[] = []
  const note = (request: Request) => {
    if (request.url().includes('/bulk')) asked.push(new URL(request.url()).pathname)
  }
  page.on('request', note)
  desk.atEnd(() => page.off('request', note))
  const icon = () => page.evaluate(() => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href)
  await waitFor(
    async () => (await page.title()).startsWith('(99+)') || (await page.title()).startsWith('(202)'),
  )
  expect(await icon()).toMatch(/favicon-unread\.svg$/)
  await desk.row('Customer 1').first().focus()
  await page.keyboard.press('x')
  // The last of two hundred is not in the document before one is near it.
  const last = page
    .getByTestId('conversation-row')
    .filter({ has: page.getByText('Customer 200', { exact: true }) })
  await waitFor(async () => {
    if ((await last.count()) > 0) return true
    await page.mouse.move(300, 500)
    await page.mouse.wheel(0, 3_000)
    return false
  })
  await last.click({ modifiers: ['Shift'] })
  await page.getByTestId('bulk-bar').getByText('200 selected').waitFor()
  await page.keyboard.press('e')
  await page.locator('[data-sonner-toast]').getByText('200 marked done').waitFor()
  await desk.waitForNames('Customer 201', 'Customer 202')
  await waitFor(async () => (await page.title()).startsWith('(2)'))
  for (const left of [1, 0]) {
    await page.keyboard.press('e')
    await waitFor(async () => (await desk.names()).length === left)
  }
  await waitFor(async () => !(await page.title()).startsWith('('))
  expect(await icon()).not.toMatch(/favicon-unread\.svg$/)
  const shown = await page.evaluate(
    () => (globalThis as unknown as { badge: { shown: number[] } }).badge.shown,
  )
  expect(shown).toContain(202)
  expect(shown.slice(-3)).toEqual([2, 1, 0])
  // One for the two hundred, and one for each of the last two.
  await waitFor(() => asked.length === 3)
  await desk.close()
})

it('whose time runs out first stands first among those that close, and where they are it is as late as the panel says', async () => {
  const windowMs = 24 * hourMs
  const desk = await openCrowd([windowMs - 90 * minuteMs, windowMs - 30 * minuteMs, windowMs - 3 * hourMs])
  const { page } = desk
  await page.getByTestId('count-closing').getByText('2', { exact: true }).waitFor()
  expect(await page.getByTestId('filter-closing').getAttribute('href')).toBe('/inbox?filter=closing')
  await page.getByTestId('filter-closing').click()
  await desk.waitForNames('Customer 2', 'Customer 1')
  await desk.row('Customer 2').getByText(/left/).first().waitFor()
  await desk.openConversation('Customer 2')
  const there = new Intl.DateTimeFormat('en-US', {
    timeZone: 'Europe/Paris',
    hour: 'numeric',
    minute: '2-digit',
  })
  const told = page.getByTestId('contact-panel').locator('dt:text("Their time") + dd')
  await waitFor(async () => (await told.textContent()) === there.format(new Date()))
  // Each act in the list of commands shows its key.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  const acts = page.getByRole('group', { name: 'Commands' }).getByRole('option')
  await acts.first().waitFor()
  const keyless = await acts.evaluateAll((all) =>
    all.filter((act) => !act.querySelector('kbd')).map((act) => act.textContent),
  )
  expect(keyless).toEqual([])
  expect(await acts.count()).toBeGreaterThan(10)
  await page.keyboard.press('Escape')
  await desk.row('Customer 2').focus()
  await page.keyboard.press('e')
  await desk.waitForNames('Customer 1')
  await page.getByTestId('count-closing').getByText('1', { exact: true }).waitFor()
  await desk.close()
})
