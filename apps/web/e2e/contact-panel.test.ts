import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, write } from './desk.js'
import { maria, openContacts, person } from './open-contacts.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const isFocused = (element: Element) => element === document.activeElement

async function nameThem(desk: Desk, name: string): Promise<void> {
  await desk.page.getByRole('button', { name: /^Rename / }).click()
  await desk.page.getByLabel('Name', { exact: true }).fill(name)
  await desk.page.keyboard.press('Enter')
}

describe('a name', () => {
  it('that is edited in the panel is on every screen within a second', async () => {
    const { office, desk } = await openContacts(browser, stack)
    const other = await Desk.open(browser, stack)
    await other.signIn(office)
    await other.goto('/contacts')
    const row = desk.page.getByTestId('conversation-row')
    await row.click()
    await other.page.locator('[data-contact-row]').waitFor()
    await nameThem(desk, 'María López')
    const begun = performance.now()
    await desk.row('María López').waitFor()
    await person(other, 'María López').waitFor()
    expect(performance.now() - begun).toBeLessThan(1_500)
    await other.goto('/inbox')
    await other.row('María López').waitFor()
    // Nothing gives back what they call themself.
    await nameThem(desk, '')
    await other.row('María López').waitFor({ state: 'detached' })
    expect(await desk.neverReloaded()).toBe(true)
    await Promise.all([desk.close(), other.close()])
  })

  it('is there before the server has it, and goes with words where it could not be kept', async () => {
    const { desk } = await openContacts(browser, stack)
    await desk.page.getByTestId('conversation-row').click()
    const { held, release } = await desk.holdAnswer('**/api/v1/contacts/*')
    await nameThem(desk, 'At once')
    await desk.row('At once').waitFor()
    await held
    release()
    await desk.page.route('**/api/v1/contacts/*', (route) =>
      route.request().method() === 'PATCH' ? route.fulfill({ status: 500, json: {} }) : route.fallback(),
    )
    await nameThem(desk, 'Never')
    await desk.page.getByText('Not saved.').waitFor()
    await desk.row('Never').waitFor({ state: 'detached' })
    await desk.row('At once').waitFor()
    await desk.close()
  })

  it('is kept though somebody else is opened while it is typed', async () => {
    const { office, desk } = await openContacts(browser, stack)
    await write(stack, office, 'tom', 'Hi')
    await desk.row('Tom Whitfield').click()
    await desk.page.getByRole('button', { name: /^Rename / }).click()
    await desk.page.getByLabel('Name', { exact: true }).fill('Tom the baker')
    await desk.page.keyboard.press('Alt+ArrowDown')
    await desk.page.getByRole('button', { name: /^Rename \+34/ }).waitFor()
    await desk.row('Tom the baker').waitFor()
    await desk.reload()
    await desk.row('Tom the baker').waitFor()
    await desk.close()
  })

  it('is left as it was by Escape, and notes and fields are kept when they are left', async () => {
    const { desk } = await openContacts(browser, stack)
    await desk.page.getByTestId('conversation-row').click()
    await desk.page.getByRole('button', { name: /^Rename / }).click()
    await desk.page.getByLabel('Name', { exact: true }).fill('Nobody')
    await desk.page.keyboard.press('Escape')
    await desk.page.getByRole('button', { name: /^Rename / }).waitFor()
    expect(await desk.row('Nobody').count()).toBe(0)
    await desk.page.getByLabel('About').fill('Pays on time')
    await desk.page.getByRole('button', { name: 'Add a field' }).click()
    await desk.page.getByLabel('Field name').fill('Size')
    await desk.page.getByLabel('Size', { exact: true }).fill('M')
    await Promise.all([
      desk.page.waitForResponse((response) => response.request().method() === 'PATCH'),
      desk.page.getByTestId('composer').click(),
    ])
    await desk.reload()
    await desk.page.getByLabel('Size', { exact: true }).waitFor()
    expect(await desk.page.getByLabel('Size', { exact: true }).inputValue()).toBe('M')
    expect(await desk.page.getByLabel('About').inputValue()).toBe('Pays on time')
    await desk.close()
  })
})

it('whoever asked not to be written to is warned of, may be answered all the same, and may agree again', async () => {
  const { office, desk } = await openContacts(browser, stack)
  const { page } = desk
  await page.getByTestId('conversation-row').click()
  await page.getByTestId('message').filter({ hasText: 'Hello' }).waitFor()
  const band = page.getByTestId('opted-out')
  await write(stack, office, `whatsapp:${maria}`, 'STOP')
  await band.getByText('asked not to get messages').waitFor()
  await page.getByText('They get no automatic messages.').waitFor()
  await band.getByRole('button', { name: 'Write anyway' }).click()
  await band.waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.matches('[data-testid="composer"]'))
  await desk.reply('Understood, bye')
  // What became of that stands behind a button on it.
  await desk.waitForStatus('Understood, bye', 'delivered')
  await page.getByTestId('message').filter({ hasText: 'Understood, bye' }).hover()
  await page.getByTestId('open-ledger').click()
  const ledger = page.getByTestId('ledger')
  await ledger.getByText('Accepted by Twilio').waitFor()
  await ledger.getByText('Twilio reported: delivered').waitFor()
  await page
    .getByRole('dialog')
    .getByText(/SM[\da-f]{32}/)
    .waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'They want messages again' }).click()
  await page.getByRole('button', { name: 'They don’t want messages' }).click()
  await band.waitFor()
  await desk.close()
})

it('Escape leaves a name as it was, and the panel over the thread open', async () => {
  const { desk } = await openContacts(browser, stack, { viewport: { width: 1_100, height: 800 } })
  const { page } = desk
  await page.getByTestId('conversation-row').click()
  await page.getByTestId('contact-button').click()
  await page.getByRole('button', { name: /^Rename / }).click()
  await page.getByLabel('Name', { exact: true }).fill('Nobody')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Rename / }).waitFor()
  expect(await page.getByRole('dialog').count()).toBe(1)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await desk.row('Nobody').count()).toBe(0)
  await desk.close()
})

describe('a note', () => {
  /** When the server has kept something. */
  const kept = (desk: Desk) =>
    desk.page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok())
  const about = (desk: Desk) => desk.page.getByLabel('About')
  const label = (desk: Desk) => desk.page.getByLabel('Field name', { exact: true })

  it('is kept though its field goes away with the keyboard in it', async () => {
    const { desk } = await openContacts(browser, stack, { viewport: { width: 1_100, height: 800 } })
    await desk.page.getByTestId('conversation-row').click()
    const openPanel = () => desk.page.getByTestId('contact-button').click()
    await openPanel()
    await about(desk).fill('Pays on time')
    await Promise.all([kept(desk), desk.page.keyboard.press('Escape')])
    await about(desk).waitFor({ state: 'detached' })
    await openPanel()
    expect(await about(desk).inputValue()).toBe('Pays on time')
    await about(desk).fill('Pays late')
    await Promise.all([kept(desk), desk.page.goBack()])
    await desk.reload()
    await desk.page.getByTestId('conversation-row').click()
    await openPanel()
    await expect.poll(() => about(desk).inputValue()).toBe('Pays late')
    expect(desk.errors).toEqual([])
    await desk.close()
  })

  it('that is written while it is being kept stays', async () => {
    const { desk } = await openContacts(browser, stack)
    await desk.page.getByTestId('conversation-row').click()
    const { held, release } = await desk.holdAnswer('**/api/v1/contacts/*')
    await about(desk).fill('Pays')
    await desk.page.getByTestId('composer').click()
    await held
    await about(desk).fill('Pays on time')
    await Promise.all([kept(desk), release()])
    expect(await about(desk).inputValue()).toBe('Pays on time')
    await Promise.all([kept(desk), desk.page.getByTestId('composer').click()])
    await desk.reload()
    await expect.poll(() => about(desk).inputValue()).toBe('Pays on time')
    await desk.close()
  })

  it('without a label says what is missing, and does not hold up the others', async () => {
    const { desk } = await openContacts(browser, stack)
    const { page } = desk
    await page.getByTestId('conversation-row').click()
    const add = page.getByRole('button', { name: 'Add a field' })
    await add.click()
    await label(desk).fill('Size')
    await page.getByLabel('Size', { exact: true }).fill('M')
    await Promise.all([kept(desk), add.click()])
    await page.getByLabel('Text', { exact: true }).fill('May 3')
    await page.getByLabel('Size', { exact: true }).fill('L')
    await Promise.all([kept(desk), page.getByTestId('composer').click()])
    await page.getByText('A field needs a name to be saved.').waitFor()
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('May 3')
    await label(desk).last().fill('Birthday')
    await Promise.all([kept(desk), page.getByTestId('composer').click()])
    await page.getByText('A field needs a name to be saved.').waitFor({ state: 'detached' })
    await desk.reload()
    await page.getByLabel('Birthday', { exact: true }).waitFor()
    expect(await page.getByLabel('Size', { exact: true }).inputValue()).toBe('L')
    // The keyboard is not lost with the last of them.
    await Promise.all([kept(desk), page.getByRole('button', { name: 'Remove Birthday' }).press('Enter')])
    expect(await page.getByRole('button', { name: 'Remove Size' }).evaluate(isFocused)).toBe(true)
    await Promise.all([kept(desk), page.keyboard.press('Enter')])
    expect(await add.evaluate(isFocused)).toBe(true)
    await desk.close()
  })

  it('that two people write has what both wrote', async () => {
    const { office, desk } = await openContacts(browser, stack)
    const other = await Desk.open(browser, stack)
    await other.signIn(office)
    for (const one of [desk, other]) await one.page.getByTestId('conversation-row').click()
    await about(desk).fill('Pays on time')
    await about(other).fill('Has a dog')
    await Promise.all([kept(other), other.page.getByTestId('composer').click()])
    await Promise.all([kept(desk), desk.page.getByTestId('composer').click()])
    for (const one of [desk, other]) {
      await expect.poll(() => about(one).inputValue()).toBe('Has a dog\nPays on time')
    }
    await Promise.all([desk.close(), other.close()])
  })
})
