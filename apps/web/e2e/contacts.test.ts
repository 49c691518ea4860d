import { readFileSync } from 'node:fs'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset, openOffice, takenOver, write, type Office } from './desk.js'
import { waitForFocus } from './focus.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const maria = '+34600112890'

/** An office to which somebody wrote, whom WhatsApp calls by their number. */
async function openDesk(options = {}): Promise<{ office: Office; desk: Desk }> {
  const office = await openOffice(stack)
  await write(stack, office, `whatsapp:${maria}`, 'Hello')
  const desk = await Desk.open(browser, stack, options)
  await desk.signIn(office)
  return { office, desk }
}

const isFocused = (element: Element) => element === document.activeElement

const person = (desk: Desk, name: string) => desk.page.locator('[data-contact-row]').filter({ hasText: name })

async function nameThem(desk: Desk, name: string): Promise<void> {
  await desk.page.getByRole('button', { name: /change the name/ }).click()
  await desk.page.getByLabel('Name', { exact: true }).fill(name)
  await desk.page.keyboard.press('Enter')
}

/** Imports a table over the API, as a program does. */
async function take({ apiKey }: Office, table: string): Promise<void> {
  const answer = await fetch(`${stack.apiUrl}/api/v1/contacts/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv' },
    body: table,
  })
  expect(answer.status).toBe(200)
}

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

describe('a name', () => {
  it('that is edited in the panel is on every screen within a second', async () => {
    const { office, desk } = await openDesk()
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
    const { desk } = await openDesk()
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

  it('is left as it was by Escape, and notes and fields are kept when they are left', async () => {
    const { desk } = await openDesk()
    await desk.page.getByTestId('conversation-row').click()
    await desk.page.getByRole('button', { name: /change the name/ }).click()
    await desk.page.getByLabel('Name', { exact: true }).fill('Nobody')
    await desk.page.keyboard.press('Escape')
    await desk.page.getByRole('button', { name: /change the name/ }).waitFor()
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

it('Escape leaves a name as it was, and the panel over the thread open', async () => {
  const { desk } = await openDesk({ viewport: { width: 1_100, height: 800 } })
  const { page } = desk
  await page.getByTestId('conversation-row').click()
  await page.getByTestId('contact-button').click()
  await page.getByRole('button', { name: /change the name/ }).click()
  await page.getByLabel('Name', { exact: true }).fill('Nobody')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /change the name/ }).waitFor()
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
    const { desk } = await openDesk({ viewport: { width: 1_100, height: 800 } })
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
    const { desk } = await openDesk()
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
    const { desk } = await openDesk()
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
    const { office, desk } = await openDesk()
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

it('somebody is found, read and written to by keyboard alone', async () => {
  const { office, desk } = await openDesk()
  await take(office, 'name,phone\nAna Ruiz,+34600112891\nBea Sanz,+34600112892')
  await desk.page.keyboard.press('g')
  await desk.page.keyboard.press('c')
  await desk.page.waitForURL('**/contacts')
  await person(desk, 'Ana Ruiz').waitFor()
  const search = desk.page.getByLabel('Search contacts')
  await search.focus()
  await desk.page.keyboard.type('bea')
  await person(desk, 'Ana Ruiz').waitFor({ state: 'detached' })
  await desk.page.getByText('1 person', { exact: true }).waitFor()
  await desk.page.keyboard.press('ArrowDown')
  await desk.page.keyboard.press('Enter')
  await desk.page.getByRole('heading', { name: /Bea Sanz/ }).waitFor()
  await desk.page.getByText('They haven’t written yet').waitFor()
  await search.fill('600 11 28 90')
  await person(desk, '+34 600 11 28 90').press('Enter')
  await desk.page.getByRole('link', { name: 'Message' }).press('Enter')
  await desk.message('Hello').waitFor()
  await waitForFocus(desk, /composer/)
  await desk.close()
})

it('arrows walk the rows from there or from nowhere, and leave whatever else has the keyboard', async () => {
  const { office, desk } = await openDesk()
  await take(office, 'name,phone\nAna Ruiz,+34600112891\nBea Sanz,+34600112892')
  await desk.goto('/contacts')
  await person(desk, 'Ana Ruiz').click()
  await desk.page.getByRole('heading', { name: /Ana Ruiz/ }).waitFor()
  await person(desk, 'Ana Ruiz').focus()
  await desk.page.keyboard.press('ArrowDown')
  await waitFor(() => person(desk, 'Bea Sanz').evaluate((row) => row === document.activeElement))
  const change = desk.page.getByRole('button', { name: /change the name/ })
  await change.focus()
  await desk.page.keyboard.press('ArrowDown')
  // A drawing may lie between the key and the row.
  await desk.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))))
  expect(await change.evaluate((button) => button === document.activeElement)).toBe(true)
  await desk.close()
})

it('a file shows what it would do by row, does it, and is given back', async () => {
  const { desk } = await openDesk()
  await desk.goto('/contacts')
  await desk.page.getByRole('button', { name: 'Import' }).click()
  const choose = desk.page.locator('input[type="file"]')
  await choose.setInputFiles(file('broken.csv', 'name\nAnn'))
  await desk.page.getByText('No column is named “Phone”').waitFor()
  const table = `name,phone\nMaría López,${maria}\nAnn,call me\nBea,+34600112892\nBea again,+34600112892\n`
  await choose.setInputFiles(file('people.csv', table))
  const faults = desk.page.getByTestId('import-faults')
  await faults.waitFor()
  expect(await faults.locator('tbody tr').allInnerTexts()).toEqual([
    '3\tNot a phone number\tcall me',
    '5\tSame number as an earlier line\t+34600112892',
  ])
  // Nothing was changed yet.
  expect(await person(desk, 'Bea').count()).toBe(0)
  await desk.page.getByRole('button', { name: 'Import 2 contacts' }).click()
  await desk.page.getByText('1 contact added, 1 named.').waitFor()
  await desk.page.getByRole('button', { name: 'Done' }).click()
  await person(desk, 'Bea').waitFor()
  await person(desk, 'María López').waitFor()
  const [download] = await Promise.all([
    desk.page.waitForEvent('download'),
    desk.page.getByRole('button', { name: 'Export' }).click(),
  ])
  const text = readFileSync(await download.path(), 'utf8')
  expect(text).toContain(`María López,${maria},`)
  await desk.close()
})

it('two contacts become one, and two again from the toast', async () => {
  const { office, desk } = await openDesk()
  await take(office, 'name,phone,about\nMaría,+34600112891,From the fair')
  await desk.goto('/contacts')
  await person(desk, '+34 600 11 28 90').click()
  await desk.page.getByRole('button', { name: 'Merge with another contact' }).click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByLabel('Search contacts').fill('maria')
  await dialog.getByRole('button', { name: /María/ }).click()
  await dialog.getByText('1 conversation', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  await desk.page.getByRole('heading', { name: /^María/ }).waitFor()
  await desk.page.getByRole('link', { name: '+34 600 11 28 91', exact: true }).waitFor()
  expect(await desk.page.getByLabel('About').inputValue()).toBe('From the fair')
  await desk.page.getByText('1 person', { exact: true }).waitFor()
  await desk.page.getByRole('button', { name: 'Undo' }).click()
  await desk.page.getByText('They are two contacts again.').waitFor()
  await desk.page.getByText('2 people', { exact: true }).waitFor()
  expect(desk.errors).toEqual([])
  await desk.close()
})

it('on a phone contacts are a tab, and settings are under More', async () => {
  const { desk } = await openDesk({ viewport: handset, touch: true })
  const tabs = desk.page.getByRole('navigation', { name: 'Main' })
  await tabs.getByRole('link', { name: 'Contacts' }).click()
  await desk.page.waitForURL('**/contacts')
  await person(desk, '+34 600').click()
  await desk.page.getByRole('button', { name: /change the name/ }).waitFor()
  await desk.page.getByRole('link', { name: 'Back to contacts' }).click()
  await person(desk, '+34 600').waitFor()
  await tabs.getByTestId('account-menu').click()
  await desk.page.getByRole('menuitem', { name: 'Settings' }).click()
  await desk.page.waitForURL('**/settings')
  await takenOver(desk.page)
  await desk.close()
})
