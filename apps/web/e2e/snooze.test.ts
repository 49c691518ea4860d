import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset, write, type Office } from './desk.js'
import { waitForFocus } from './focus.js'
import { amina, maria, openFull } from './open-full.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const menu = '[data-testid="snooze-menu"]'
const toast = '[data-sonner-toast]'

const place = { locale: 'en-GB', timezoneId: 'Europe/Madrid' }
const openTwo = (options: Parameters<typeof Desk.open>[2] = {}) =>
  openFull(browser, stack, { ...place, ...options }, ['maria', 'amina'])

/** Until when the API says that it is snoozed, in the member's own clock: `Tue 09:00`. */
async function untilOf({ apiKey }: Office): Promise<string | null> {
  const response = await fetch(`${stack.apiUrl}/api/v1/messaging/conversations?filter=snoozed`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })
  const { items } = (await response.json()) as { items: { snoozedUntil: string | null }[] }
  const until = items[0]?.snoozedUntil
  const style = { weekday: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Madrid' } as const
  return until ? new Intl.DateTimeFormat('en-GB', style).format(new Date(until)).replace(',', '') : null
}

describe('snooze', () => {
  it('H, “tue 9” is until Tuesday at nine here, and a message before that brings it back and says so', async () => {
    const { desk, office } = await openTwo()
    await desk.row(amina).focus()
    await desk.page.keyboard.press('h')
    await waitForFocus(desk, /^INPUT/)
    await desk.page.keyboard.type('tue 9')
    await desk.page.keyboard.press('Enter')
    await desk.waitForNames(maria)
    await desk.page.locator(toast).getByText('Snoozed until').waitFor()
    await waitForFocus(desk, /conversation-row/)
    await expect.poll(() => untilOf(office)).toBe('Tue 09:00')
    await write(stack, office, 'amina', 'I can’t wait until then')
    await desk.waitForNames(amina, maria)
    await desk.row(amina).getByTestId('came-back').getByText('Back, wrote again:').waitFor()
    await desk.close()
  })

  it('reads back what was written, says what it doesn’t understand, and Escape changes nothing', async () => {
    const { desk } = await openTwo()
    await desk.openConversation(maria)
    await desk.page.getByTestId('snooze-button').click()
    const field = desk.page.locator(menu).getByRole('combobox')
    await field.fill('1 december 15:30')
    const read = desk.page.getByRole('option', { selected: true })
    await read.getByText(/1 December, 15:30/).waitFor()
    await field.fill('whenever')
    await desk.page.locator(menu).getByText('Try “tomorrow 14:00”').waitFor()
    await field.press('Enter')
    await field.fill('')
    // Which one it is depends on the time of day: in the evening nothing is later today.
    const second = await desk.page.locator(menu).getByRole('option').nth(1).textContent()
    await field.press('ArrowDown')
    await desk.page
      .getByRole('option', { selected: true })
      .getByText(second ?? '', { exact: true })
      .waitFor()
    await field.press('Escape')
    await desk.page.locator(menu).waitFor({ state: 'detached' })
    await waitForFocus(desk, /snooze-button/)
    expect(await desk.names()).toEqual([maria, amina])
    await desk.close()
  })

  it('until they write stands last of the snoozed, and the open one says until when', async () => {
    const { desk } = await openTwo()
    await desk.row(amina).focus()
    await desk.page.keyboard.press('b')
    await desk.page.getByRole('option', { name: 'Until Amina writes' }).click()
    await desk.page.locator(toast).getByText('Snoozed until Amina writes').waitFor()
    await desk.waitForNames(maria)
    await desk.page.keyboard.press('h')
    await desk.page.getByRole('option', { name: 'Tomorrow' }).click()
    await desk.page
      .locator(toast)
      .getByText(/Snoozed until tomorrow, 0?9:00/)
      .waitFor()
    await desk.page.getByTestId('empty-list').getByText('2 are snoozed, the next until tomorrow').waitFor()
    await desk.page.getByRole('link', { name: 'See snoozed' }).click()
    await desk.waitForNames(maria, amina)
    await desk.openConversation(maria)
    await desk.page.getByTestId('put-away-bar').getByText('Snoozed until tomorrow').waitFor()
    await desk.page.getByTestId('put-away-bar').getByRole('button').click()
    await desk.page.getByTestId('put-away-bar').waitFor({ state: 'detached' })
    await desk.page.keyboard.press('Escape')
    await desk.waitForNames(amina)
    await desk.close()
  })

  it('that is over comes back by itself, is answered first, and says why', async () => {
    const { desk, office } = await openTwo()
    const id = await desk.row(amina).getAttribute('data-conversation-id')
    const response = await fetch(`${stack.apiUrl}/api/v1/messaging/conversations/${id}/snooze`, {
      method: 'POST',
      headers: { authorization: `Bearer ${office.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ until: new Date(Date.now() + 2_000).toISOString() }),
    })
    expect(response.status).toBe(200)
    await desk.waitForNames(maria)
    await desk.waitForNames(amina, maria)
    await desk.page.getByRole('heading', { name: 'Answer first' }).waitFor()
    await desk.row(amina).getByTestId('came-back').getByText('Back, snooze over:').waitFor()
    await desk.page.reload()
    await desk.waitForNames(amina, maria)
    await desk.openConversation(amina)
    await desk.reply('There you are')
    await desk.row(amina).getByTestId('came-back').waitFor({ state: 'detached' })
    await desk.close()
  })

  it('is asked on a phone from below, with a few large answers', async () => {
    const { desk } = await openTwo({ viewport: handset, touch: true })
    await desk.openConversation(maria)
    await desk.page.getByTestId('snooze-button').click()
    const sheet = desk.page.getByRole('dialog', { name: 'Back when?' })
    for (const button of await sheet.locator('button').all()) {
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    }
    await sheet.getByRole('button', { name: 'Pick a day…' }).click()
    await sheet.getByLabel('Day and time').fill('2001-01-01T09:00')
    await sheet.getByRole('button', { name: 'Snooze' }).click()
    await sheet.getByText('That time has passed.').waitFor()
    await desk.page.keyboard.press('Escape')
    await desk.page.getByTestId('snooze-button').click()
    await desk.page.getByRole('button', { name: /^Tomorrow/ }).click()
    await desk.waitForNames(amina)
    await desk.close()
  })
})
