import type { ConversationDetail } from '@cloudpa/contracts/conversations'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset, type Office } from './desk.js'
import { waitForFocus } from './focus.js'
import { amina, maria, openFull, tom } from './open-full.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const composer = (page: Page) => page.getByTestId('composer')

/** Chooses in the settings, as people do. */
async function choose(desk: Desk, label: string) {
  await desk.goto('/settings/writing')
  await desk.page.getByText(label, { exact: true }).click()
  await desk.page.getByRole('radio', { name: label, checked: true }).waitFor({ state: 'attached' })
  await desk.goto('/inbox')
  await desk.names()
}

async function idOf(desk: Desk, name: string) {
  return (await desk.row(name).getAttribute('data-conversation-id')) ?? ''
}

/** What the server has of our replies, in order. */
async function repliesOf({ apiKey }: Office, id: string) {
  const response = await fetch(`${stack.apiUrl}/api/v1/messaging/conversations/${id}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })
  const { messages } = (await response.json()) as ConversationDetail
  const ours = messages.filter(({ direction }) => direction === 'outbound')
  return ours.toSorted((a, b) => a.position - b.position).map(({ content }) => content.body)
}

/** Counts what a browser asks the server to send. */
function countSends(desk: Desk): () => number {
  let sends = 0
  desk.context.on('request', (request) => {
    if (request.url().endsWith('/send')) sends += 1
  })
  return () => sends
}

describe('which key sends', () => {
  it('is Ctrl with Enter once that is chosen, and Enter a new line, and every hint says so', async () => {
    const { desk, office } = await openFull(browser, stack)
    const { page } = desk
    await choose(desk, 'Ctrl Enter sends')
    const id = await idOf(desk, maria)
    await desk.openConversation(maria)
    await waitForFocus(desk, /composer/)
    await page.keyboard.type('a')
    await page.keyboard.press('Enter')
    await page.keyboard.type('b')
    expect(await composer(page).inputValue()).toBe('a\nb')
    await page.getByText('Ctrl Enter sends', { exact: true }).waitFor()
    expect(await page.getByTestId('send-button').getAttribute('aria-keyshortcuts')).toBe('Control+Enter')
    expect(await composer(page).getAttribute('enterkeyhint')).toBe('enter')
    await composer(page).dispatchEvent('keydown', {
      key: 'Enter',
      ctrlKey: true,
      isComposing: true,
      bubbles: true,
    })
    expect(await composer(page).inputValue()).toBe('a\nb')
    await page.keyboard.press('Control+Enter')
    await waitFor(async () => (await repliesOf(office, id)).length === 1)
    expect(await repliesOf(office, id)).toEqual(['a\nb'])
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Ctrl Shift Enter').waitFor()
    await desk.close()
  })
})

describe('send and done', () => {
  it('sends with Ctrl+Enter, puts the conversation away and opens the next', async () => {
    const { desk, office } = await openFull(browser, stack)
    const id = await idOf(desk, maria)
    await desk.openConversation(maria)
    await waitForFocus(desk, /composer/)
    await desk.page.keyboard.type('See you then')
    await desk.page.keyboard.press('Control+Enter')
    await desk.waitForNames(amina, tom)
    await desk.row(amina).and(desk.page.locator('[aria-current]')).waitFor()
    await waitFor(async () => (await repliesOf(office, id)).join() === 'See you then')
    // The reply that went out has not brought it back.
    await desk.page.getByTestId('filter-done').click()
    await desk.waitForNames(maria)
    await desk.close()
  })

  it('stands beside Send, for whoever looks for it', async () => {
    const { desk, office } = await openFull(browser, stack)
    const id = await idOf(desk, amina)
    await desk.openConversation(amina)
    await composer(desk.page).fill('Bye')
    await desk.page.getByTestId('send-ways').click()
    await desk.page.getByTestId('send-done').click()
    await desk.waitForNames(maria, tom)
    await waitFor(async () => (await repliesOf(office, id)).join() === 'Bye')
    await desk.close()
  })
})

describe('send and done of what is refused', () => {
  it('says so where nobody sees its conversation any more, and leads there', async () => {
    const { desk } = await openFull(browser, stack)
    const { page } = desk
    await desk.openConversation(maria)
    await waitForFocus(desk, /composer/)
    await page.route('**/send', (route) =>
      route.fulfill({
        status: 409,
        json: { error: { code: 'window_closed', message: 'No.', params: { reason: 'window_over' } } },
      }),
    )
    await page.keyboard.type('Too late')
    await page.keyboard.press('Control+Enter')
    await desk.waitForNames(amina, tom)
    await page.getByText(`Not sent to ${maria}.`).waitFor()
    await page.getByRole('button', { name: 'Show' }).click()
    await desk.message('Too late').waitFor()
    await page.getByRole('button', { name: 'Discard' }).waitFor()
    await desk.close()
  })
})

describe('after done', () => {
  it('goes back to the list where that is chosen', async () => {
    const { desk } = await openFull(browser, stack)
    await choose(desk, 'Back to the list')
    await desk.openConversation(maria)
    await desk.page.getByTestId('done-button').click()
    await desk.waitForNames(amina, tom)
    await waitFor(async () => (await desk.page.getByTestId('thread').count()) === 0)
    await waitForFocus(desk, /conversation-row/)
    await desk.close()
  })

  it('a phone shows the list, and the next one where that is chosen', async () => {
    const { desk } = await openFull(browser, stack, { viewport: handset, touch: true })
    const { page } = desk
    await desk.openConversation(maria)
    await page.getByTestId('done-button').click()
    await desk.row(amina).waitFor()
    expect(await page.getByTestId('thread').count()).toBe(0)
    await choose(desk, 'Next conversation')
    await desk.openConversation(amina)
    await page.getByTestId('done-button').click()
    await page.getByTestId('thread').getByText('It is tom').waitFor()
    await desk.close()
  })
})

describe('a hold before sending', () => {
  it('gives the text back by its button and by Z, and nothing has reached the server', async () => {
    const { desk, office } = await openFull(browser, stack)
    const { page } = desk
    await choose(desk, '10 seconds')
    const id = await idOf(desk, maria)
    const sends = countSends(desk)
    await desk.openConversation(maria)
    await desk.reply('Too hasty')
    await page
      .getByTestId('held')
      .getByText(/Sending in (10|9) s/)
      .waitFor()
    await page.getByTestId('take-back').click()
    await waitForFocus(desk, /composer/)
    expect(await composer(page).inputValue()).toBe('Too hasty')
    expect(await page.getByTestId('message').filter({ hasText: 'Too hasty' }).count()).toBe(0)

    await composer(page).press('Enter')
    await page.getByTestId('held').waitFor()
    // In an empty field there is nothing else to undo.
    await composer(page).press('Control+z')
    expect(await composer(page).inputValue()).toBe('Too hasty')

    await composer(page).press('Enter')
    await page.getByTestId('held').waitFor()
    await desk.row(tom).click()
    await desk.page.getByTestId('thread').getByText('It is tom').waitFor()
    await desk.row(tom).focus()
    await page.keyboard.press('z')
    await desk.row(maria).and(page.locator('[aria-current]')).waitFor()
    await waitFor(async () => (await composer(page).inputValue()) === 'Too hasty')
    expect(sends()).toBe(0)
    expect(await repliesOf(office, id)).toEqual([])
    await desk.close()
  })

  it('leaves Z to what was done since', async () => {
    const { desk } = await openFull(browser, stack)
    await choose(desk, '10 seconds')
    await desk.openConversation(maria)
    await desk.reply('Held')
    await desk.row(tom).focus()
    await desk.page.keyboard.press('e')
    await desk.waitForNames(maria, amina)
    await desk.page.keyboard.press('z')
    await desk.waitForNames(maria, amina, tom)
    await desk.page.getByTestId('held').waitFor()
    await desk.page.keyboard.press('z')
    await waitFor(async () => (await composer(desk.page).inputValue()) === 'Held')
    await desk.close()
  })

  it('goes through a reload, a closed tab and a lost line, once and in order', async () => {
    const { desk, office } = await openFull(browser, stack)
    const { page, context } = desk
    await choose(desk, '3 seconds')
    const id = await idOf(desk, maria)
    await desk.openConversation(maria)
    const other = await context.newPage()
    await other.goto(`${stack.webUrl}/inbox/${id}`)
    await other.getByTestId('message').first().waitFor()

    await desk.reply('one')
    await other.getByTestId('held').waitFor()
    await desk.reload()
    await desk.waitForStatus('one', 'delivered')

    await composer(other).fill('two')
    await composer(other).press('Enter')
    await page.getByTestId('held').waitFor()
    await other.close()
    await desk.waitForStatus('two', 'delivered')

    await context.setOffline(true)
    await desk.reply('three')
    await desk.reply('four')
    await page.getByRole('button', { name: 'Discard' }).first().waitFor()
    await context.setOffline(false)
    await desk.waitForStatus('four', 'delivered')
    expect(await repliesOf(office, id)).toEqual(['one', 'two', 'three', 'four'])

    await choose(desk, '10 seconds')
    await desk.openConversation(maria)
    await desk.reply('five')
    await page.getByTestId('held').waitFor()
    // The only page there was has gone: nobody else would send it.
    await page.goto('about:blank')
    await waitFor(async () => (await repliesOf(office, id)).includes('five'))
    expect(await repliesOf(office, id)).toHaveLength(5)
    await desk.close()
  })
})

describe('a draft', () => {
  it('is there after another conversation and a reload, with its caret, and the list says so', async () => {
    const { desk } = await openFull(browser, stack)
    const { page } = desk
    await desk.openConversation(maria)
    await waitForFocus(desk, /composer/)
    await page.keyboard.type('Half a sentence')
    for (let back = 0; back < 'sentence'.length; back += 1) await page.keyboard.press('ArrowLeft')
    await desk.openConversation(amina)
    await desk.row(maria).getByText('Draft:').waitFor()
    await desk.reload()
    await desk.row(maria).getByText('Half a sentence').waitFor()
    await desk.openConversation(maria)
    await waitForFocus(desk, /composer/)
    await page.keyboard.type('good ')
    expect(await composer(page).inputValue()).toBe('Half a good sentence')
    await desk.close()
  })
})
