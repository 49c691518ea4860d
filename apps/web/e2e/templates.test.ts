import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { BrowserContextOptions, Page } from 'playwright-core'
import pg from 'pg'
import { beforeAll, expect, it } from 'vitest'
import { Desk, handset, type Office } from './desk.js'
import { amina, fill, maria, openFull } from './open-full.js'
import { ofKind, openPhone } from './open-phone.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

/** What is left of every window of an office's, as if its customers had written that much earlier. */
async function leaveMinutes(office: Office, minutes: number): Promise<void> {
  const database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
  await database.query(
    `UPDATE conversation c SET last_inbound_at = now() - interval '24 hours' + $2 * interval '1 minute'
     FROM chat_account a WHERE a.id = c.chat_account_id AND a.account_sid = $1`,
    [office.accountSid, minutes],
  )
  await database.end()
}

/** Has the page's clock go on as before, until it is told to be ahead. */
const keepClock = (desk: Desk) =>
  desk.begin(() => {
    const real = Date.now.bind(Date)
    Object.assign(globalThis, { aheadMs: 0 })
    Date.now = () => real() + (globalThis as unknown as { aheadMs: number }).aheadMs
  }, undefined)
const goAhead = (page: Page, aheadMs: number) =>
  page.evaluate((ms) => Object.assign(globalThis, { aheadMs: ms }), aheadMs)

const option = (page: Page, name: string) =>
  page.locator(`[data-testid="template-option"][data-name="${name}"]`)
/** The templates whose words go on over the next one. */
const runOver = (page: Page) =>
  page
    .getByTestId('template-option')
    .evaluateAll((rows: HTMLElement[]) =>
      rows.filter((row) => row.scrollHeight > row.clientHeight).map((row) => row.dataset.name),
    )
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))

const shapes: [
  name: string,
  customer: 'maria' | 'amina',
  shape: BrowserContextOptions & { touch?: boolean },
][] = [
  [maria, 'maria', {}],
  [amina, 'amina', { viewport: handset, touch: true }],
]

it('turns into templates when the window closes, and back when the customer writes, at both sizes', async () => {
  const browser = await sharedChromium()
  const { desk: first, office } = await openFull(browser, stack, undefined, ['maria', 'amina'])
  await leaveMinutes(office, 4)
  for (const [name, customer, shape] of shapes) {
    const desk = shape.touch ? await Desk.open(browser, stack, shape) : first
    await keepClock(desk)
    if (shape.touch) await desk.signIn(office)
    else await desk.reload()
    await desk.page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }))
    await desk.openConversation(name)
    const { page } = desk
    const composer = page.getByTestId('composer')
    await composer.fill('Half a thought')
    await composer.focus()

    await goAhead(page, 5 * 60_000)
    await page.getByTestId('window-closed').waitFor()
    expect(await focused(page)).toBe('window-closed')
    await page.getByTestId('kept-draft').getByText('Half a thought').waitFor()

    await page.getByTestId('choose-template').click()
    // Nobody has looked at Twilio yet.
    if (!shape.touch) await page.getByTestId('check-templates').click()
    // One that can't be sent is there, says why, and is not chosen.
    const rejected = option(page, 'last_chance')
    await rejected.getByText('TAG_CONTENT_MISMATCH').waitFor()
    expect(await runOver(page)).toEqual([])
    await rejected.click({ force: true })
    expect(await page.getByTestId('template-form').count()).toBe(0)
    await page.getByTestId('template-search').fill('still suit')
    await page.getByTestId('template-search').press('Enter')
    const values = page.getByTestId('template-value')
    await values.first().waitFor()
    expect(await values.first().inputValue()).toBe(name.split(' ')[0])
    // What is not filled in keeps it from leaving.
    const send = page.getByTestId('template-send')
    expect(await send.isDisabled()).toBe(true)
    await values.nth(1).fill('Friday at 12:00')
    await page.getByTestId('template-preview').getByText('does Friday at 12:00 still suit you?').waitFor()
    await values.nth(1).press('Control+Enter')

    const phone = await openPhone(stack, office, customer)
    const arrived = ofKind(phone.page, 'template')
    await arrived.getByText('does Friday at 12:00 still suit you?').waitFor()
    const bubble = page.locator('[data-testid=message][data-direction=outbound]').last()
    await bubble.getByText('Yes, see you then').waitFor()
    await bubble.getByText('Template: appointment_check (en)').waitFor()

    await page.getByTestId('choose-template').focus()
    await arrived.getByTestId('template-answer').first().click()
    await composer.waitFor()
    expect(await composer.inputValue()).toBe('Half a thought')
    if (!shape.touch) await expect.poll(() => focused(page)).toBe('composer')
    await page.getByTestId('thread').getByTestId('choice-mark').waitFor()
    expect(await page.evaluate(() => 'neverReloaded' in globalThis)).toBe(true)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(wide).toBeLessThanOrEqual(0)
    await Promise.all([phone.close(), desk.close()])
  }
})

it('is made in the settings, approved, and begins a conversation', async () => {
  const { desk, office } = await openFull(await sharedChromium(), stack, undefined, ['maria'])
  const { page } = desk
  await desk.goto('/settings/templates')
  await page.getByTestId('new-template').click()
  await page.getByTestId('submit-template').click()
  expect(await focused(page)).toBe('template-name')
  await page.getByTestId('template-name').fill('Kiln is open')
  await page.getByTestId('template-body').fill('Hi {{1}}, the kiln is open again.')
  await page.getByTestId('template-sample').fill('Maria')
  await page.getByTestId('template-preview').getByText('Hi Maria, the kiln').waitFor()
  await page.getByTestId('submit-template').click()
  const row = page.locator('[data-testid="template-row"][data-name="kiln_is_open"]')
  await row.getByText('In review').waitFor()

  await approve(office, 'kiln_is_open')
  await page.getByTestId('check-templates').click()
  await row.getByText('Approved').waitFor()

  await desk.goto('/inbox')
  await fill(stack, office, desk, ['maria'])
  await page.keyboard.press('c')
  const [to, recipient] = [page.getByTestId('new-to'), page.getByTestId('new-recipient')]
  // What doesn't say its country is from the org's own.
  await to.fill('415 555 2671')
  await recipient.getByText('+1 415 555 2671').waitFor()
  await to.fill('415 555')
  await to.blur()
  await page.getByText('Write a phone number with its country code.').waitFor()
  await to.fill('+44 7700 900152')
  await recipient.getByText('+44 7700 900152').waitFor()
  await page.getByTestId('template-search').fill('kiln')
  await option(page, 'kiln_is_open').click()
  await page.getByTestId('template-value').fill('Tom')
  await page.getByTestId('template-send').click()
  await page.getByTestId('thread').getByText('Hi Tom, the kiln is open again.').waitFor()
  await page.getByTestId('window-closed').waitFor()
  const phone = await openPhone(stack, office, 'tom')
  await ofKind(phone.page, 'template').getByText('Hi Tom, the kiln is open again.').waitFor()
  await Promise.all([phone.close(), desk.close()])
})

/** WhatsApp has looked at it, and agrees. */
async function approve({ accountSid }: Office, name: string): Promise<void> {
  const address = `${stack.simulatorUrl}/_sim/templates`
  const all = (await (await fetch(address)).json()) as { sid: string; accountSid: string; name: string }[]
  const found = all.find((each) => each.accountSid === accountSid && each.name === name)
  expect(found).toBeDefined()
  await fetch(`${address}/${found?.sid}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'approved' }),
  })
}
