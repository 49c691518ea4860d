import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { control, Desk, handset, openOffice, write, type Office } from './desk.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

/** An office where María wrote once, and the desk that has her thread open. */
async function openWithMaria(): Promise<{ office: Office; desk: Desk }> {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  await write(stack, office, 'maria', 'Hi')
  await desk.openConversation('María')
  await waitFor(async () => (await desk.page.getByTestId('unread-count').count()) === 0)
  return { office, desk }
}

function hasFocus(desk: Desk, testId: string): Promise<boolean> {
  return desk.page.evaluate((id) => document.activeElement?.getAttribute('data-testid') === id, testId)
}

describe('a thread with more unread than one page holds', () => {
  it('opens where the unread part begins, and the way down ends in the composer', async () => {
    const { office, desk } = await openWithMaria()
    await desk.goto('/settings')
    for (let i = 1; i <= 70; i++) await write(stack, office, 'maria', `News ${i}.`)
    await desk.goto('/inbox')
    await desk.row('News 70.').waitFor()
    await desk.openConversation('María')
    const divider = desk.page.locator('[data-unread-divider]')
    await divider.waitFor()
    await expect.poll(() => divider.textContent()).toBe('70 new messages')
    expect(
      await divider.locator('xpath=following::*[@data-position]').first().getAttribute('data-position'),
    ).toBe(await desk.message('News 1.').getAttribute('data-position'))
    await waitFor(async () => {
      const [line, box] = [await divider.boundingBox(), await desk.page.getByTestId('thread').boundingBox()]
      return line && box && line.y >= box.y && line.y < box.y + box.height / 2
    })
    await desk.page.getByText('Loading earlier messages').waitFor({ state: 'detached' })
    await desk.page.getByTestId('jump-down').click()
    await waitFor(() => hasFocus(desk, 'composer'))
    await desk.page.getByTestId('jump-down').waitFor({ state: 'detached' })
    await desk.close()
  })
})

describe('what Twilio did not deliver says why, and what to do', () => {
  it('what was sent again says so to whoever comes back to it', async () => {
    const { office, desk } = await openWithMaria()
    await write(stack, office, 'tom', 'Hello')
    const fault = { kind: 'callback-error', code: 63012, match: { bodyIncludes: 'Trouble' } }
    await control(stack, 'POST', '/faults', fault)
    await desk.reply('Trouble ahead')
    const again = desk.page.getByTestId('retry-button')
    await again.click()
    const failed = desk.page.locator('[data-testid=message][data-status=failed]')
    await expect.poll(() => desk.message('Trouble ahead').count()).toBe(2)
    await desk.waitForStatus('Trouble ahead', 'failed')
    await desk.openConversation('Tom')
    await desk.openConversation('María')
    await failed.waitFor()
    await expect.poll(() => desk.message('Trouble ahead').count()).toBe(2)
    expect(await again.count()).toBe(0)
    await desk.close()
  })

  it('another way where this one is shut, and nothing where it goes again by itself', async () => {
    const { office, desk } = await openWithMaria()
    const fail = (code: number, bodyIncludes: string) =>
      control(stack, 'POST', '/faults', { kind: 'callback-error', code, match: { bodyIncludes } })
    await fail(63015, 'Joined')
    await desk.reply('Joined?')
    const notJoined = desk.message('Joined?')
    await notJoined.getByRole('button', { name: 'Copy what to tell them' }).click()
    const copied = await desk.page.evaluate(() => navigator.clipboard.readText())
    expect(copied.replace(/\D/g, '')).toContain(office.number.replace(/\D/g, ''))
    await fail(63016, 'Closed')
    await desk.reply('Closed?')
    await desk.message('Closed?').getByTestId('template-instead').click()
    await desk.page.getByRole('dialog').waitFor()
    await desk.page.keyboard.press('Escape')
    await fail(63018, 'Hurried')
    await desk.reply('Hurried')
    await desk.message('Hurried').getByText('We’ll send it again').waitFor()
    expect(await desk.message('Hurried').getByTestId('retry-button').count()).toBe(0)
    await desk.close()
  })

  it('a number that Twilio lets send nothing says so once, until it is mended', async () => {
    const { office, desk } = await openWithMaria()
    const { page } = desk
    await control(stack, 'POST', '/faults', {
      kind: 'error',
      status: 401,
      code: 20003,
      times: null,
      match: { method: 'POST', pathIncludes: office.accountSid },
    })
    await desk.reply('Let me in')
    await page.getByTestId('alarm-bar').waitFor()
    await desk.waitForStatus('Let me in', 'queued')
    await page.getByTestId('alarm-bar').getByRole('link').click()
    await page.getByTestId('number-alarm').waitFor()
    await control(stack, 'DELETE', '/faults', {})
    await page.getByTestId('validate-number').click()
    await page.getByTestId('number-alarm').waitFor({ state: 'detached' })
    await desk.goto('/inbox')
    await desk.openConversation('María')
    await desk.waitForStatus('Let me in', 'delivered')
    expect(await page.getByTestId('alarm-bar').count()).toBe(0)
    await desk.close()
  })
})

it('what arrives in the open thread is said once, in one place, and nothing that stood there before', async () => {
  const { office, desk } = await openWithMaria()
  const { page } = desk
  const voices = page.locator(
    '[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"]',
  )
  expect((await voices.allTextContents()).join(' ')).not.toContain('Hi')
  await page.getByTestId('announcer').evaluate((voice) => {
    const said: (string | null)[] = []
    const listen = new MutationObserver(() => said.push(voice.textContent))
    listen.observe(voice, { childList: true, characterData: true, subtree: true })
    Object.assign(globalThis, { said })
  })
  const said = () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said)
  for (const times of [1, 2]) {
    // The same words again are news, too.
    await write(stack, office, 'maria', 'Are you there?')
    await waitFor(async () => (await said()).length >= times)
    expect((await said()).map((words) => words.includes('Are you there?'))).toEqual(Array(times).fill(true))
    expect(await voices.filter({ hasText: 'Are you there?' }).count()).toBe(1)
  }
  await desk.close()
})

describe('a message that did not get through', () => {
  it('stands in the list, and leaves by itself, in order and once, when the line is back', async () => {
    const { desk } = await openWithMaria()
    await desk.context.setOffline(true)
    for (const text of ['From a tunnel, one', 'From a tunnel, two']) await desk.reply(text)
    await desk.page.getByText('You’re offline. This goes out').first().waitFor()
    await waitFor(
      async () => (await desk.page.locator('[data-testid="message"][data-status="queued"]').count()) === 2,
    )
    const preview = desk.row('María').getByTestId('unsent-preview')
    await expect.poll(() => preview.textContent()).toContain('To send: From a tunnel, two')
    await desk.context.setOffline(false)
    for (const text of ['tunnel, one', 'tunnel, two']) {
      await waitFor(async () => ['delivered', 'read'].includes((await statusOf(desk, text)) ?? ''))
      await expect.poll(() => desk.message(text).count()).toBe(1)
    }
    const [one, two] = await Promise.all(['tunnel, one', 'tunnel, two'].map((text) => positionOf(desk, text)))
    expect(one).toBeLessThan(two ?? 0)
    await preview.waitFor({ state: 'detached' })
    await desk.close()
  })

  it('can be sent again by hand while the line holds', async () => {
    const { desk } = await openWithMaria()
    await desk.page.route('**/send', (route) => route.abort())
    await desk.reply('Swallowed')
    await desk.page.getByTestId('thread').getByText('Not sure this went out').waitFor()
    await desk.page.unroute('**/send')
    await desk.page.getByTestId('retry-button').click()
    await desk.waitForStatus('Swallowed', 'delivered')
    expect(await desk.message('Swallowed').count()).toBe(1)
    await desk.close()
  })

  it('can be given up', async () => {
    const { desk } = await openWithMaria()
    await desk.page.route('**/send', (route) => route.abort())
    await desk.reply('Better not')
    await desk.page.getByRole('button', { name: 'Discard' }).click()
    await waitFor(async () => (await desk.message('Better not').count()) === 0)
    await desk.page.unroute('**/send')
    await desk.reload()
    await desk.message('Hi').waitFor()
    expect(await desk.message('Better not').count()).toBe(0)
    expect(await desk.page.getByTestId('unsent-preview').count()).toBe(0)
    await desk.close()
  })
})

it('the tab’s title keeps its count when Next’s own title comes late', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  await write(stack, office, 'tom', 'one')
  await waitFor(async () => (await desk.page.title()) === '(1) Inbox · Cloud PA')
  await desk.page.evaluate(() => {
    const late = document.createElement('title')
    late.textContent = 'Inbox · Cloud PA'
    document.querySelector('title')?.replaceWith(late)
  })
  await waitFor(async () => (await desk.page.title()) === '(1) Inbox · Cloud PA')
  await desk.close()
})

it('a phone shows the customer’s number, to call it', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack, { viewport: handset })
  await desk.signIn(office)
  await write(stack, office, 'maria', 'Hi 🎉')
  await desk.openConversation('María')
  const link = desk.page.getByTestId('contact-meta').locator('visible=true').getByRole('link')
  expect(await link.getAttribute('href')).toMatch(/^tel:\+\d+$/)
  const header = await desk.page.locator('header', { has: link }).boundingBox()
  const box = await link.boundingBox()
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(handset.width)
  expect(header?.height).toBeLessThan(72)
  await desk.close()
})

function statusOf(desk: Desk, text: string): Promise<string | null> {
  return desk.message(text).first().getAttribute('data-status')
}

async function positionOf(desk: Desk, text: string): Promise<number> {
  return Number(await desk.message(text).first().getAttribute('data-position'))
}
