import type { ConversationDetail } from '@cloudpa/contracts/conversations'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, openOffice, write, type Office } from './desk.js'
import { intercept, type Intercepted } from './intercept.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

/** Somebody signed in, with one customer who wrote. */
async function begin() {
  const office = await openOffice(stack)
  await write(stack, office, 'maria', 'Hola')
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  const id = (await desk.row('María').getAttribute('data-conversation-id')) ?? ''
  return { office, desk, id }
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

const composer = (page: Page) => page.getByTestId('composer')
const said = (page: Page, text: string) => page.getByTestId('message').filter({ hasText: text })
/** What did not get through, or waits for what did not. */
const failures = (page: Page) => page.getByRole('button', { name: 'Discard' })
const keysOf = (page: Page) => page.evaluate(() => Object.keys(localStorage))

async function send(page: Page, text: string) {
  await composer(page).fill(text)
  await composer(page).press('Enter')
  await said(page, text).waitFor()
}

/** A second tab of the same browser, with the same conversation open. */
async function openTab({ context }: Desk, id: string) {
  const page = await context.newPage()
  await page.goto(`${stack.webUrl}/inbox/${id}`)
  await said(page, 'Hola').waitFor()
  return page
}

describe('before it is known who is here', () => {
  it('neither what was sent nor what was begun is lost', async () => {
    const { desk, id } = await begin()
    const { page } = desk
    await page.route('**/send', (route) => route.abort())
    const me = await desk.holdAnswer('**/api/v1/me')
    await desk.goto(`/inbox/${id}`)
    await me.held
    await said(page, 'Hola').waitFor()
    await send(page, 'Sent too early')
    await failures(page).waitFor()
    await composer(page).fill('Begun too early')
    me.release()
    await waitFor(async () => (await keysOf(page)).some((key) => key.startsWith('cloudpa:draft:')))
    await expect.poll(() => said(page, 'Sent too early').count()).toBe(1)
    expect(await composer(page).inputValue()).toBe('Begun too early')
    await page.unroute('**/send')
    await desk.reload()
    await desk.waitForStatus('Sent too early', 'delivered')
    await expect.poll(() => composer(page).inputValue()).toBe('Begun too early')
    await desk.close()
  })

  it('one can write while the conversation loads, and the words are there when it has', async () => {
    const { desk, id } = await begin()
    const { page } = desk
    const [list, thread] = [
      await desk.holdAnswer('**/messaging/conversations?*'),
      await desk.holdAnswer(`**/messaging/conversations/${id}*`),
    ]
    await desk.goto(`/inbox/${id}`)
    await Promise.all([list.held, thread.held])
    await composer(page).click()
    await page.keyboard.type('Al momento')
    thread.release()
    list.release()
    await said(page, 'Hola').waitFor()
    await page.keyboard.type(', María')
    expect(await composer(page).inputValue()).toBe('Al momento, María')
    await page.keyboard.press('Enter')
    await desk.waitForStatus('Al momento, María', 'delivered')
    await desk.close()
  })
})

describe('without a line', () => {
  it('replies wait in their order and go out once, in it', async () => {
    const { office, desk, id } = await begin()
    const { page, context } = desk
    await desk.openConversation('María')
    const other = await openTab(desk, id)
    await context.setOffline(true)
    for (const text of ['one', 'two', 'three']) await send(page, text)
    await waitFor(async () => (await failures(page).count()) === 3)
    await waitFor(async () => (await failures(other).count()) === 3)
    await context.setOffline(false)
    for (const text of ['one', 'two', 'three']) await desk.waitForStatus(text, 'delivered')
    expect(await repliesOf(office, id)).toEqual(['one', 'two', 'three'])
    for (const tab of [page, other]) await waitFor(async () => (await failures(tab).count()) === 0)
    await desk.close()
  })

  it('what one tab discards, no tab sends', async () => {
    const { office, desk, id } = await begin()
    const { page, context } = desk
    await desk.openConversation('María')
    const other = await openTab(desk, id)
    await context.setOffline(true)
    await send(page, 'Better not')
    await failures(other).waitFor()
    await other.getByRole('button', { name: 'Discard' }).click()
    await waitFor(async () => (await said(page, 'Better not').count()) === 0)
    await context.setOffline(false)
    await send(page, 'This instead')
    await desk.waitForStatus('This instead', 'delivered')
    expect(await repliesOf(office, id)).toEqual(['This instead'])
    await desk.close()
  })

  it('what a closed tab was sending is finished by another', async () => {
    const { office, desk, id } = await begin()
    await desk.openConversation('María')
    const other = await openTab(desk, id)
    await other.route('**/send', () => undefined)
    await send(other, 'On my way')
    await desk.message('On my way').waitFor()
    await other.close()
    await desk.waitForStatus('On my way', 'delivered')
    expect(await repliesOf(office, id)).toEqual(['On my way'])
    await desk.close()
  })

  it('what was read is told when there is one again', async () => {
    const { office, desk } = await begin()
    const elsewhere = await Desk.open(browser, stack)
    await elsewhere.signIn(office)
    await elsewhere.page.getByTestId('unread-count').first().waitFor()
    await desk.page.route('**/read', (route) => route.abort())
    await desk.openConversation('María')
    await waitFor(async () => (await keysOf(desk.page)).some((key) => key.startsWith('cloudpa:read:')))
    expect(await elsewhere.page.getByTestId('unread-count').count()).toBeGreaterThan(0)
    // The list alone marks nothing as read.
    await desk.page.unroute('**/read')
    await desk.goto('/inbox')
    await waitFor(async () => (await elsewhere.page.getByTestId('unread-count').count()) === 0)
    await waitFor(async () => !(await keysOf(desk.page)).some((key) => key.startsWith('cloudpa:read:')))
    await Promise.all([desk.close(), elsewhere.close()])
  })
})

describe('two tabs on one draft', () => {
  it('show the same, and none changes the text under the other’s caret', async () => {
    const { desk, id } = await begin()
    const { page } = desk
    await desk.openConversation('María')
    const other = await openTab(desk, id)
    await composer(page).fill('From the first tab')
    await waitFor(async () => (await composer(other).inputValue()) === 'From the first tab')
    await composer(page).press('Escape')
    await composer(other).fill('From the first tab, and the second')
    await waitFor(async () => (await composer(page).inputValue()).endsWith('and the second'))
    await send(other, 'From both')
    await waitFor(async () => (await composer(page).inputValue()) === '')
    await desk.close()
  })
})

describe('signing out', () => {
  it('asks where something is not sent, forgets it, and takes every tab along', async () => {
    const { office, desk, id } = await begin()
    const { page } = desk
    await desk.openConversation('María')
    const other = await openTab(desk, id)
    await composer(page).fill('For nobody else')
    const leave = async () => {
      await page.getByTestId('account-menu').first().click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
    }
    await leave()
    await page.getByRole('alertdialog').getByText('1 draft isn’t finished').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
    expect(await composer(page).inputValue()).toBe('For nobody else')
    await leave()
    await page.getByRole('button', { name: 'Sign out and delete' }).click()
    for (const tab of [page, other]) await tab.waitForURL('**/sign-in*')
    expect((await keysOf(page)).filter((key) => /^cloudpa:(draft|unsent|read):/.test(key))).toEqual([])
    await other.close()
    await page.goBack()
    await page.waitForURL('**/sign-in*')
    await desk.signInByHand(office)
    await desk.openConversation('María')
    expect(await composer(page).inputValue()).toBe('')
    await desk.close()
  })

  it('leaves nothing to whoever signs in after a session that ended', async () => {
    const { desk } = await begin()
    await desk.openConversation('María')
    await composer(desk.page).fill('For nobody else')
    await desk.context.clearCookies()
    // What asks by itself may be told first, and then there is no button any more.
    await desk.page.evaluate(() =>
      document.querySelector<HTMLElement>('[data-testid="done-button"]')?.click(),
    )
    await desk.page.waitForURL('**/sign-in*')
    const next = await openOffice(stack)
    await desk.signInByHand(next)
    await waitFor(async () => !(await keysOf(desk.page)).some((key) => key.startsWith('cloudpa:draft:')))
    await desk.close()
  })
})

describe('a browser that keeps nothing', () => {
  it('is told of once, and sends all the same', async () => {
    const { desk } = await begin()
    const { page } = desk
    await desk.begin(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    }, undefined)
    await desk.reload()
    await desk.openConversation('María')
    await desk.reply('One')
    await desk.reply('Two')
    await page.getByText('This browser isn’t saving what you write').first().waitFor()
    expect(await page.getByText('This browser isn’t saving what you write').count()).toBe(1)
    await desk.waitForStatus('Two', 'delivered')
    await desk.close()
  })
})

describe('the composer', () => {
  it('has no button until there is something to send, and counts near the end', async () => {
    const { desk } = await begin()
    const { page } = desk
    await desk.openConversation('María')
    const button = page.getByTestId('send-button')
    expect(await button.isVisible()).toBe(false)
    await composer(page).fill('  ')
    expect(await button.isVisible()).toBe(false)
    await composer(page).fill('x'.repeat(1_600))
    await button.waitFor()
    expect(await page.locator('#composer-left').count()).toBe(0)
    await composer(page).fill('x'.repeat(1_601))
    expect(await page.locator('#composer-left').textContent()).toContain('2 messages')
    await composer(page).fill('x'.repeat(65_336))
    expect(await page.locator('#composer-left').textContent()).toContain('200')
    await composer(page).fill('x'.repeat(65_537))
    await composer(page).press('Enter')
    expect(await composer(page).inputValue()).toHaveLength(65_537)
    await composer(page).fill('Hola, María')
    await button.click()
    await desk.message('Hola, María').waitFor()
    expect(await composer(page).evaluate((box) => box === document.activeElement)).toBe(true)
    await desk.close()
  })

  it('takes Shift+Enter as a new line, and Enter and Escape while composing as the input method’s', async () => {
    const { desk } = await begin()
    const { page } = desk
    await desk.openConversation('María')
    await composer(page).click()
    await page.keyboard.type('a')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('b')
    for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
      for (const key of ['Enter', 'Escape'])
        await composer(page).dispatchEvent('keydown', { key, bubbles: true, ...composing })
    }
    expect(await composer(page).inputValue()).toBe('a\nb')
    expect(await composer(page).evaluate((box) => box === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await waitFor(async () => (await composer(page).inputValue()) === '')
    await expect.poll(() => page.getByTestId('message').count()).toBe(2)
    await desk.close()
  })

  it('makes a new line by Enter on touch, where the button sends', async () => {
    const { office, desk } = await begin()
    const pocket = await Desk.open(browser, stack, { viewport: { width: 390, height: 844 }, touch: true })
    await pocket.signIn(office)
    await pocket.openConversation('María')
    await composer(pocket.page).click()
    await pocket.page.keyboard.type('a')
    await pocket.page.keyboard.press('Enter')
    await pocket.page.keyboard.type('b')
    expect(await composer(pocket.page).inputValue()).toBe('a\nb')
    await pocket.page.getByTestId('send-button').click()
    await waitFor(async () => (await pocket.page.getByTestId('message').count()) === 2)
    await Promise.all([desk.close(), pocket.close()])
  })
})

it('what is sent later waits in pencil, and leaves, comes back into the composer or is sent now', async () => {
  const { office, desk, id } = await begin()
  const { page } = desk
  await desk.openConversation('María')
  const waiting = page.getByTestId('scheduled')
  const later = async (text: string, when: RegExp) => {
    await composer(page).fill(text)
    await page.getByTestId('send-ways').click()
    await page.getByTestId('send-later').click()
    await page.getByTestId('send-menu').getByRole('option', { name: when }).click()
    await waiting.filter({ hasText: text }).waitFor()
    expect(await composer(page).inputValue()).toBe('')
  }
  await later('The kiln is free', /^Tomorrow/)
  await waiting.getByText(/Will be sent tomorrow, 0?9:00/).waitFor()
  await desk.reload()
  await waiting.getByText('The kiln is free').waitFor()
  expect(await repliesOf(office, id)).toEqual([])
  await waiting.getByTestId('scheduled-cancel').click()
  await waiting.waitFor({ state: 'detached' })
  await expect.poll(() => composer(page).inputValue()).toBe('The kiln is free')
  await later('Come by now', /^Tomorrow/)
  await waiting.getByTestId('scheduled-send').click()
  await desk.waitForStatus('Come by now', 'delivered')
  await later('Good to hear from you', /^When María writes/)
  await write(stack, office, 'maria', 'I was away')
  await desk.waitForStatus('Good to hear from you', 'delivered')
  await waiting.waitFor({ state: 'detached' })
  expect(await repliesOf(office, id)).toEqual(['Come by now', 'Good to hear from you'])
  await desk.close()
})

it('what was taken back from later without an answer is in the composer all the same', async () => {
  const { desk } = await begin()
  const { page } = desk
  await desk.openConversation('María')
  await composer(page).fill('The kiln is free')
  await page.getByTestId('send-ways').click()
  await page.getByTestId('send-later').click()
  await page
    .getByTestId('send-menu')
    .getByRole('option', { name: /^Tomorrow/ })
    .click()
  await page.getByTestId('scheduled').filter({ hasText: 'The kiln is free' }).waitFor()
  let isLost = false
  await intercept(page, /\/scheduled\/[^/]+$/, async (request) => {
    if (isLost) return request.pass()
    isLost = true
    await request.fetch()
    await request.abort()
  })
  await composer(page).fill('Hello')
  await page.getByTestId('scheduled-cancel').click()
  await expect.poll(() => composer(page).inputValue()).toBe('The kiln is free\nHello')
  await page.getByTestId('scheduled').waitFor({ state: 'detached' })
  await desk.close()
})

it('what is on its way to be sent later is not sent now as well', async () => {
  const { office, desk, id } = await begin()
  const { page } = desk
  await desk.openConversation('María')
  const posts: Intercepted[] = []
  await intercept(page, /\/scheduled$/, (request) =>
    request.method === 'POST' ? posts.push(request) : request.pass(),
  )
  await composer(page).fill('The kiln is free')
  await page.getByTestId('send-ways').click()
  await page.getByTestId('send-later').click()
  await page
    .getByTestId('send-menu')
    .getByRole('option', { name: /^Tomorrow/ })
    .click()
  await page.getByTestId('send-button').waitFor({ state: 'hidden' })
  await composer(page).press('Enter')
  await (await waitFor(() => posts[0])).pass()
  await page.getByTestId('scheduled').filter({ hasText: 'The kiln is free' }).waitFor()
  expect(await said(page, 'The kiln is free').count()).toBe(0)
  await send(page, 'This one now')
  await desk.waitForStatus('This one now', 'delivered')
  expect(await repliesOf(office, id)).toEqual(['This one now'])
  await desk.close()
})
