import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { launchChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, openOffice, write } from './desk.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await launchChromium()
})
afterAll(() => browser?.close())

/** A desk with three customers in its list. */
async function openFull(): Promise<Desk> {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  for (const from of ['tom', 'amina', 'maria']) await write(stack, office, from, `It is ${from}`)
  await desk.row('María').waitFor()
  return desk
}

/** What holds the keyboard, in the words a test would use for it. */
function focused(desk: Desk): Promise<string> {
  return desk.page.evaluate(() => {
    const active = document.activeElement
    const { testid = '', conversationId = '' } = active instanceof HTMLElement ? active.dataset : {}
    const label = active instanceof HTMLInputElement ? active.labels?.[0]?.textContent : ''
    return [active?.tagName, testid, conversationId, label].filter(Boolean).join(' ')
  })
}

async function waitForFocus(desk: Desk, what: RegExp): Promise<void> {
  await waitFor(async () => {
    const seen = await focused(desk)
    if (!what.test(seen)) throw new Error(`it is on ${seen}`)
    return true
  })
}

describe('a dialog', () => {
  it('starts in its first field, and gives the keyboard back to where it came from', async () => {
    const desk = await openFull()
    await desk.goto('/settings/numbers')
    await desk.page.getByTestId('add-number').press('Enter')
    await waitForFocus(desk, /WhatsApp number/)
    await desk.page.keyboard.press('Escape')
    await waitForFocus(desk, /add-number/)
    await desk.page.getByRole('button', { name: 'Remove' }).click()
    await desk.page.getByRole('button', { name: 'Remove number' }).click()
    await desk.page.getByText('No number yet').waitFor()
    await waitForFocus(desk, /^H[12]/)
    await desk.close()
  })

  it('of the shortcuts returns to the row', async () => {
    const desk = await openFull()
    await desk.row('María').focus()
    await desk.page.keyboard.press('?')
    await desk.page.getByRole('dialog').waitFor()
    await desk.page.keyboard.press('Escape')
    await waitForFocus(desk, /conversation-row/)
    await desk.close()
  })
})

describe('the list', () => {
  it('is one stop of the Tab key, and the arrows walk in it', async () => {
    const desk = await openFull()
    const stops = desk.page.locator('[data-testid="conversation-row"][tabindex="0"]')
    expect(await desk.page.getByTestId('conversation-row').count()).toBe(3)
    expect(await stops.allTextContents()).toEqual([expect.stringContaining('María')])
    await stops.focus()
    await desk.page.keyboard.press('ArrowDown')
    await desk.page.getByTestId('thread').waitFor()
    await desk.page.keyboard.press('ArrowDown')
    await waitFor(async () => (await stops.textContent())?.includes('Amina'))
    await waitForFocus(desk, /conversation-row/)
    expect(await stops.count()).toBe(1)
    await desk.close()
  })
})

describe('an open conversation', () => {
  it('has the keyboard in its composer after a reload', async () => {
    const desk = await openFull()
    await desk.openConversation('María')
    await desk.page.reload()
    await waitForFocus(desk, /composer/)
    await desk.close()
  })

  it('closes into the list, and never out of the app', async () => {
    const desk = await openFull()
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
