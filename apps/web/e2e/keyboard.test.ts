import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset, openOffice } from './desk.js'
import { waitForFocus } from './focus.js'
import { openFull } from './open-full.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

describe('a dialog', () => {
  it('starts in its first field, and gives the keyboard back to where it came from', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.goto('/settings/numbers')
    await desk.page.getByTestId('add-number').press('Enter')
    await waitForFocus(desk, /WhatsApp number/)
    await desk.page.keyboard.press('Escape')
    await waitForFocus(desk, /add-number/)
    await desk.page.getByRole('button', { name: 'Remove' }).click()
    await desk.page.getByRole('button', { name: 'Remove number' }).click()
    await desk.page.getByText('No number is connected').waitFor()
    await waitForFocus(desk, /^H[12]/)
    await desk.close()
  })

  it('of the shortcuts returns to the row', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.row('María').focus()
    await desk.page.keyboard.press('?')
    await desk.page.getByRole('dialog').waitFor()
    // Not on its way out, whose ring would be the loudest thing there.
    await waitForFocus(desk, /^DIV$/)
    await desk.page.keyboard.press('Escape')
    await waitForFocus(desk, /conversation-row/)
    await desk.close()
  })
})

describe('the list', () => {
  it('is one stop of the Tab key, and the arrows walk in it', async () => {
    const { desk } = await openFull(browser, stack)
    const stops = desk.page.locator('[data-testid="conversation-row"][tabindex="0"]')
    await expect.poll(() => desk.page.getByTestId('conversation-row').count()).toBe(3)
    await expect.poll(() => stops.allTextContents()).toEqual([expect.stringContaining('María')])
    await stops.focus()
    await desk.page.keyboard.press('ArrowDown')
    await desk.page.getByTestId('thread').waitFor()
    await desk.page.keyboard.press('ArrowDown')
    await waitFor(async () => (await stops.textContent())?.includes('Amina'))
    await waitForFocus(desk, /conversation-row/)
    await expect.poll(() => stops.count()).toBe(1)
    await desk.close()
  })
})

describe('a key pressed on purpose', () => {
  it('leads into the composer where no pointer is fine, and what is typed before anything loaded lands there', async () => {
    const { desk } = await openFull(browser, stack, { viewport: { width: 1024, height: 768 }, touch: true })
    const { page } = desk
    expect(await page.evaluate(() => matchMedia('(pointer: fine)').matches)).toBe(false)
    const id = (await desk.row('María').getAttribute('data-conversation-id')) ?? ''
    const thread = await desk.holdAnswer(`**/messaging/conversations/${id}*`)
    await desk.row('María').focus()
    // All at once: whoever types fast is ahead of the page, and each of these letters is a shortcut, too.
    await page.evaluate(() => {
      for (const key of ['Enter', 'j', 'o', 'k', 'r']) {
        const code = key.length === 1 ? `Key${key.toUpperCase()}` : key
        const press = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true })
        document.activeElement?.dispatchEvent(press)
      }
    })
    await waitForFocus(desk, /composer/)
    await page.keyboard.type(' jokes')
    await thread.held
    expect(await desk.message('It is maria').count()).toBe(0)
    thread.release()
    await desk.message('It is maria').waitFor()
    const composer = page.getByTestId('composer')
    expect(await composer.inputValue()).toBe('jokr jokes')
    await page.keyboard.press('Escape')
    await waitForFocus(desk, /conversation-row/)
    await page.keyboard.press('r')
    await waitForFocus(desk, /composer/)
    expect(await composer.inputValue()).toBe('jokr jokes')
    expect(page.url()).toContain(id)
    await desk.close()
  })
})

describe('a long list', () => {
  it('comes to the row that a step leads to, from wherever it was scrolled', async () => {
    const wroteAt = (n: number) => new Date(Date.now() - n * 60_000).toISOString()
    const customers = Array.from({ length: 60 }, (_, n) => ({
      from: `whatsapp:+1202555${String(1000 + n)}`,
      profileName: `Customer ${n}.`,
      unread: 0,
      messages: [
        { direction: 'inbound', at: wroteAt(n), body: 'Hello', sid: `SM${String(n).padStart(32, '0')}` },
      ],
    }))
    const office = await openOffice(stack, ({ number }) => customers.map((one) => ({ ...one, number })))
    const desk = await Desk.open(browser, stack)
    const { page } = desk
    await desk.signIn(office)
    await desk.openConversation('Customer 1.')
    await desk.row('Customer 1.').focus()
    await page.mouse.move(250, 400)
    await page.mouse.wheel(0, 2_500)
    await desk.row('Customer 40.').waitFor()
    await desk.row('Customer 2.').waitFor({ state: 'detached' })
    await page.keyboard.press('j')
    await page.locator('[data-testid="conversation-row"]:focus', { hasText: 'Customer 2.' }).waitFor()
    const [top, height] = await desk
      .row('Customer 2.')
      .evaluate((row) => [row.getBoundingClientRect().top, window.innerHeight])
    expect(top).toBeGreaterThan(0)
    expect(top).toBeLessThan(height ?? 0)
    expect(await desk.row('Customer 2.').getAttribute('aria-current')).toBe('page')
    await desk.close()
  })
})

describe('an open conversation', () => {
  it('has the keyboard in its composer after a reload', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.openConversation('María')
    await desk.reload()
    await waitForFocus(desk, /composer/)
    await desk.close()
  })

  it('gives the keyboard back to its row where the list was out of sight', async () => {
    const { desk } = await openFull(browser, stack, { viewport: handset, touch: false })
    const id = (await desk.row('María').getAttribute('data-conversation-id')) ?? ''
    const isBack = () => waitForFocus(desk, new RegExp(`conversation-row ${id}`))
    await desk.openConversation('María')
    await waitForFocus(desk, /composer/)
    await desk.page.keyboard.press('Escape')
    await desk.page.waitForURL('**/inbox')
    await isBack()
    await desk.page.keyboard.press('Enter')
    await waitForFocus(desk, /composer/)
    await desk.page.goBack()
    await isBack()
    await desk.close()
  })

  it('closes into the list, and never out of the app', async () => {
    const { desk } = await openFull(browser, stack)
    const id = await desk.row('María').getAttribute('data-conversation-id')
    await desk.page.goto('about:blank')
    await desk.goto(`/inbox/${id}`)
    await desk.page.getByTestId('thread').waitFor()
    await desk.page.getByRole('link', { name: 'Inbox' }).click()
    await desk.page.waitForURL('**/inbox')
    await desk.openConversation('Tom')
    await desk.page.goBack()
    await desk.page.waitForURL('**/inbox')
    await desk.page.goBack()
    await desk.page.waitForURL(`**/inbox/${id}`)
    await desk.row('María').focus()
    await desk.page.keyboard.press('Escape')
    await desk.page.waitForURL('**/inbox')
    await desk.row('Tom').waitFor()

    await desk.openConversation('Amina')
    await desk.page.keyboard.press('Alt+ArrowDown')
    await desk.row('Tom').and(desk.page.locator('[aria-current]')).waitFor()
    await desk.row('Tom').focus()
    await desk.page.keyboard.press('Escape')
    await desk.page.waitForURL('**/inbox')
    await desk.close()
  })
})
