import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { handset, takenOver } from './desk.js'
import { waitForFocus } from './focus.js'
import { importTable, openContacts, person } from './open-contacts.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

it('somebody is found, read and written to by keyboard alone', async () => {
  const { office, desk } = await openContacts(browser, stack)
  await importTable(stack, office, 'name,phone\nAna Ruiz,+34600112891\nBea Sanz,+34600112892')
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
  const { office, desk } = await openContacts(browser, stack)
  await importTable(stack, office, 'name,phone\nAna Ruiz,+34600112891\nBea Sanz,+34600112892')
  await desk.goto('/contacts')
  await person(desk, 'Ana Ruiz').click()
  await desk.page.getByRole('heading', { name: /Ana Ruiz/ }).waitFor()
  await person(desk, 'Ana Ruiz').focus()
  await desk.page.keyboard.press('ArrowDown')
  await waitFor(() => person(desk, 'Bea Sanz').evaluate((row) => row === document.activeElement))
  const change = desk.page.getByRole('button', { name: /^Rename / })
  await change.focus()
  await desk.page.keyboard.press('ArrowDown')
  // A drawing may lie between the key and the row.
  await desk.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))))
  expect(await change.evaluate((button) => button === document.activeElement)).toBe(true)
  await desk.close()
})

it('on a phone contacts are a tab, and settings are under More', async () => {
  const { desk } = await openContacts(browser, stack, { viewport: handset, touch: true })
  const tabs = desk.page.getByRole('navigation', { name: 'Main' })
  await tabs.getByRole('link', { name: 'Contacts' }).click()
  await desk.page.waitForURL('**/contacts')
  await person(desk, '+34 600').click()
  await desk.page.getByRole('button', { name: /^Rename / }).waitFor()
  await desk.page.getByRole('link', { name: 'Back to contacts' }).click()
  await desk.page.waitForURL('**/contacts')
  await person(desk, '+34 600').waitFor()
  await tabs.getByTestId('account-menu').click()
  await desk.page.getByRole('menuitem', { name: 'Settings' }).click()
  await desk.page.waitForURL('**/settings')
  await takenOver(desk.page)
  await desk.close()
})
