import { readFileSync } from 'node:fs'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { importTable, maria, openContacts, person } from './open-contacts.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

it('a file shows what it would do by row, does it, and is given back', async () => {
  const { desk } = await openContacts(browser, stack)
  await desk.goto('/contacts')
  await desk.page.getByRole('button', { name: 'Import' }).click()
  const choose = desk.page.locator('input[type="file"]')
  await choose.setInputFiles(file('broken.csv', 'name\nAnn'))
  await desk.page.getByText('There’s no “Phone” column.').waitFor()
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
  await desk.page.getByText('1 contact added, 1 renamed.').waitFor()
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
  const { office, desk } = await openContacts(browser, stack)
  await importTable(stack, office, 'name,phone,about\nMaría,+34600112891,From the fair')
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
  await desk.page.getByText('They’re two contacts again.').waitFor()
  await desk.page.getByText('2 people', { exact: true }).waitFor()
  expect(desk.errors).toEqual([])
  await desk.close()
})
