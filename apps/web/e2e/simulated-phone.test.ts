import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { chooseNumber, control, Desk, handset, openOffice, write, type Office } from './desk.js'
import { findViolations } from './find-violations.js'

const besideInbox = { width: 560, height: 900 }
const wide = { width: 1440, height: 900 }

let stack: SharedStack
let browser: Browser
let office: Office
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
  office = await openOffice(stack)
})

/** Opens the simulated phone, in a chat with the office where one is wanted. */
async function openPhone(options: Parameters<typeof Desk.open>[2], customer?: string): Promise<Desk> {
  const phone = await Desk.open(browser, stack, options)
  await phone.begin(() => {
    const seen = globalThis as unknown as { shift: number }
    seen.shift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number
        hadRecentInput: boolean
      })[])
        if (!entry.hadRecentInput) seen.shift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  }, undefined)
  await phone.page.goto(stack.simulatorUrl)
  await phone.page.getByTestId('customer-maria').waitFor()
  if (customer === undefined) return phone
  await phone.page.getByTestId(`customer-${customer}`).click()
  await chooseNumber(phone.page, office)
  return phone
}

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.id)

it.each([
  ['a phone', handset, 'light'],
  ['a phone', handset, 'dark'],
  ['a window beside the inbox', besideInbox, 'light'],
  ['a window beside the inbox', besideInbox, 'dark'],
  ['a wide window', wide, 'light'],
  ['a wide window', wide, 'dark'],
] as const)('axe finds nothing in %s (%o) in the %s, and nothing jumps', async (_, viewport, colorScheme) => {
  await write(stack, office, 'amina', 'The vase arrived today')
  const phone = await openPhone({ viewport, colorScheme })
  const { page } = phone
  const found: string[] = []
  const look = async (where: string) => found.push(...(await findViolations(page, where)))
  await look('the list')
  await page.getByTestId('customer-amina').click()
  await chooseNumber(page, office)
  await page.getByTestId('phone-message').first().waitFor()
  await page.getByTestId('phone-compose').fill('Thank you!')
  await look('the chat')
  if (viewport !== wide) {
    await page.getByRole('button', { name: 'Make things happen' }).click()
    await page.getByRole('switch', { name: 'Phone off' }).waitFor()
    await look('what can happen')
  }
  expect(found).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  expect(await page.evaluate(() => (globalThis as unknown as { shift: number }).shift)).toBeLessThan(0.02)
  await phone.close()
})

it('by keyboard alone somebody is chosen, writes, and finds the way back', async () => {
  const phone = await openPhone({ viewport: handset })
  const { page } = phone
  await page.keyboard.press('Tab')
  const first = await focused(page)
  await page.keyboard.press('ArrowDown')
  const second = await focused(page)
  expect(second).toMatch(/^customer-/)
  expect(second).not.toBe(first)
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('phone-compose')
  await chooseNumber(page, office)
  await page.getByTestId('phone-compose').focus()
  await page.keyboard.type('Is anybody there?')
  await page.keyboard.press('Enter')
  const message = page.getByTestId('phone-message').filter({ hasText: 'Is anybody there?' })
  await message.getByText('In the inbox').waitFor({ state: 'attached' })

  await page.getByRole('button', { name: 'Make things happen' }).press('Enter')
  await expect.poll(() => focused(page)).toBe('options-close')
  await page.keyboard.press('Escape')
  await expect.poll(() => focused(page)).toBe('options-open')
  await page.getByRole('button', { name: 'All customers' }).press('Enter')
  await expect.poll(() => focused(page)).toBe(second)
  await phone.close()
})

it('says as whom one writes, and to whom', async () => {
  const phone = await openPhone({ viewport: handset }, 'jonas')
  await phone.page.getByRole('heading', { name: 'You’re Jonas Becker' }).waitFor()
  expect(await phone.page.getByTestId('phone-compose').getAttribute('placeholder')).toBe('Write as Jonas…')
  // One number stands under the name; of several one is chosen.
  const to = phone.page.locator('#chat-subtitle, #number').locator('visible=true')
  await to.waitFor()
  expect(await to.textContent()).toContain('+1 555')
  await phone.close()
})

it('a message is written in its own direction', async () => {
  const phone = await openPhone({ viewport: handset }, 'mei')
  for (const [text, direction] of [
    ['هل يمكنني استلام الأطباق؟', 'rtl'],
    ['Thursday works', 'ltr'],
  ] as const) {
    await phone.page.getByTestId('phone-compose').fill(text)
    await phone.page.getByTestId('phone-send').click()
    const words = phone.page.getByTestId('phone-message').filter({ hasText: text }).locator('.words')
    expect(await words.evaluate((element) => getComputedStyle(element).direction)).toBe(direction)
  }
  await phone.close()
})

it('what was written before stands in its place, and is no longer on its way', async () => {
  await write(stack, office, 'priya', 'Here I am again')
  const at = new Date(Date.now() - 86_400_000).toISOString()
  const past = { direction: 'inbound', at, body: 'Do you take new clients?', sid: `SM${office.orgId}` }
  const chat = { accountSid: office.accountSid, to: office.number, from: 'priya' }
  await control(stack, 'POST', '/history', { ...chat, messages: [past] })
  const phone = await openPhone({ viewport: handset }, 'priya')
  const messages = phone.page.getByTestId('phone-message')
  await messages.nth(1).waitFor()
  expect(await messages.locator('.text').allTextContents()).toEqual([past.body, 'Here I am again'])
  await expect.poll(() => messages.getByText('In the inbox').count()).toBe(2)
  expect(await phone.page.locator('.day').allTextContents()).toEqual(['Yesterday', 'Today'])
  await phone.close()
})

it('a phone that is off says how many answers wait for it, and shows them when it is on', async () => {
  const [phone, desk] = [await openPhone({ viewport: wide }, 'tom'), await Desk.open(browser, stack)]
  await phone.page.getByTestId('phone-compose').fill('Could I get two of them printed?')
  await phone.page.getByTestId('phone-send').click()
  await desk.signIn(office)
  await desk.openConversation('Tom Whitfield')
  await phone.page.getByRole('switch', { name: 'Phone off' }).click()
  await phone.page.getByText('This phone is off. Answers wait').waitFor()
  await desk.reply('Of course')
  await phone.page.getByText('This phone is off. One answer waits').waitFor()
  await phone.page.getByRole('switch', { name: 'Phone off' }).click()
  await phone.page.getByTestId('phone-message').filter({ hasText: 'Of course' }).waitFor()
  await phone.page.getByRole('status').getByText('Answer: Of course', { exact: true }).waitFor()
  await Promise.all([phone.close(), desk.close()])
})

it('a customer has the same face in the inbox and on the phone', async () => {
  await write(stack, office, 'priya', 'Do you take new clients?')
  await write(stack, office, 'maria', 'Do you still have the blue bowls?')
  const [phone, desk] = [await openPhone({ viewport: wide }), await Desk.open(browser, stack)]
  await desk.signIn(office)
  // As painted: the inbox's build writes the same colours in another notation.
  const looks = (element: Element) => {
    const pen = new OffscreenCanvas(1, 1).getContext('2d')
    if (pen === null) throw new Error('no canvas')
    const { backgroundColor, color } = getComputedStyle(element)
    const painted = [backgroundColor, color].flatMap((each) => {
      pen.fillStyle = each
      pen.fillRect(0, 0, 1, 1)
      return [...pen.getImageData(0, 0, 1, 1).data]
    })
    return { painted, letters: element.textContent }
  }
  for (const [id, name, letters] of [
    ['maria', 'María López', 'ML'],
    ['priya', 'Priya Nair', 'PN'],
  ] as const) {
    const there = await phone.page.getByTestId(`customer-${id}`).locator('.avatar').evaluate(looks)
    const here = desk.row(name).getByText(letters, { exact: true })
    await here.waitFor()
    const { painted } = await here.evaluate(looks)
    expect(there.letters).toBe(letters)
    for (const [index, value] of painted.entries())
      expect(Math.abs(value - (there.painted[index] ?? NaN))).toBeLessThanOrEqual(2)
  }
  await Promise.all([phone.close(), desk.close()])
})

it('what the inbox did not take is said where it was written, and can be sent again', async () => {
  const phone = await openPhone({ viewport: handset }, 'jonas')
  const register = (authToken: string) =>
    control(stack, 'PUT', `/accounts/${office.accountSid}`, {
      authToken,
      numbers: [{ number: office.number, webhookUrl: `${stack.apiUrl}/api/v1/messaging/webhook/whatsapp` }],
    })
  await register('not the token that the inbox knows')
  await phone.page.getByTestId('phone-compose').fill('Hello?')
  await phone.page.getByTestId('phone-send').click()
  const message = phone.page.getByTestId('phone-message').filter({ hasText: 'Hello?' })
  await message
    .getByText('Not delivered: the inbox doesn’t know this number, or has another token (400).')
    .waitFor()
  await register(office.authToken)
  await message.getByRole('button', { name: 'Send again' }).click()
  await message.getByText('In the inbox').waitFor({ state: 'attached' })
  await message.getByText('Not delivered').waitFor({ state: 'detached' })
  await expect.poll(() => focused(phone.page)).toBe('phone-compose')
  await phone.close()
})
