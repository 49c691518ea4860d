import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { handset, type Desk } from './desk.js'
import { findViolations } from './find-violations.js'
import { waitForFocus } from './focus.js'
import { amina, maria, openFull, tom } from './open-full.js'
import { askAs, newLabel, openTeam } from './open-team.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

/** The saved views among the lists, as they stand, each with its count. */
const chips = (desk: Desk) => desk.page.locator('[data-testid^="filter-view-"]')
const waitForChips = (desk: Desk, ...expected: string[]) =>
  waitFor(
    async () => {
      const seen = await chips(desk).allInnerTexts()
      const said = seen.map((text) => text.replaceAll(/\s+/g, ' ').trim())
      if (said.join() !== expected.join()) throw new Error(`they are ${said.join()}`)
      return true
    },
    { what: `the views ${expected.join() || 'none'}` },
  )
const tool = (desk: Desk, name: string) => desk.page.getByRole('button', { name, exact: true })
const idOf = (desk: Desk, name: string) => desk.row(name).getAttribute('data-conversation-id')

it('a list is saved by keys for everybody, and counted and kept in step on every screen', async () => {
  const { marisol, ana, office } = await openTeam(browser, stack)
  const label = await newLabel(stack, office, 'Wholesale', 'blue')
  // Before the list is one in which they don't stand yet.
  const ids = new Map([amina, tom].map((name) => [name, idOf(marisol, name)]))
  const putOn = async (name: string) =>
    askAs(stack, office, 'POST', `/messaging/conversations/${await ids.get(name)}/labels`, {
      add: [label.id],
    })
  await putOn(amina)
  const { page } = marisol
  await page.getByTestId('filter-waiting').click()
  await page.getByTestId('filter-waiting').and(page.locator('[aria-current]')).waitFor()
  // Whoever types on before the form is there writes its name, and presses no other key's shortcut.
  await page.keyboard.type('vBig orders')
  await waitForFocus(marisol, /Name/)
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Big orders')
  expect(await page.getByLabel('Show').inputValue()).toBe('waiting')
  expect(await findViolations(page, 'views')).toEqual([])
  await page.getByLabel('Label', { exact: true }).selectOption('Wholesale')
  await page.getByRole('switch', { name: 'For everyone' }).click()
  await page.keyboard.press('Tab')
  await page.getByTestId('save-view').press('Enter')
  await page.waitForURL(`**/inbox?filter=waiting&label=${label.id}`)
  await marisol.waitForNames(amina)
  await waitForChips(marisol, 'Big orders 1')
  await waitForChips(ana, 'Big orders 1')
  // What each day is decided by stands before it.
  const order = await page.locator('nav [data-list]').evaluateAll((all) => all.map((one) => one.dataset.list))
  expect(order.slice(0, 6)).toEqual(['all', 'waiting', 'unread', 'closing', 'mine', 'unassigned'])
  // By its number from anywhere, and by its name.
  await ana.goto('/contacts')
  const address = `/inbox?filter=waiting&label=${label.id}`
  // What the views are is asked for with the page, and what is pressed before that leads nowhere.
  await waitFor(
    async () => {
      for (const key of ['g', '1']) await ana.page.keyboard.press(key)
      return ana.page.url().endsWith(address)
    },
    { what: address },
  )
  await ana.waitForNames(amina)
  await putOn(tom)
  await ana.waitForNames(amina, tom)
  for (const desk of [marisol, ana]) await waitForChips(desk, 'Big orders 2')
  await ana.openConversation(tom)
  await ana.reply('On its way')
  for (const desk of [marisol, ana]) await waitForChips(desk, 'Big orders 1')
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await marisol.waitForNames(tom, maria, amina)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('big ord')
  await page.getByRole('option', { name: 'List: Big orders' }).click()
  await marisol.waitForNames(amina)
  // What is everybody's only admins change; one's own nobody else sees.
  await ana.page.keyboard.press('Escape')
  await ana.page.getByRole('button', { name: 'Saved views' }).click()
  await ana.page.getByTestId('view-row').getByText('everyone').waitFor()
  expect(await tool(ana, 'Delete “Big orders”').count()).toBe(0)
  expect(await ana.page.getByRole('switch').count()).toBe(0)
  await ana.page.getByLabel('Name', { exact: true }).fill('Mine alone')
  await ana.page.keyboard.press('Enter')
  await waitForChips(ana, 'Big orders 1', 'Mine alone 1')
  await waitForChips(marisol, 'Big orders 1')
  await marisol.close()
  await ana.close()
})

it('views are moved, named anew and deleted, each with a way back', async () => {
  const { desk, office } = await openFull(browser, stack)
  const { page } = desk
  for (const [name, filter] of [
    ['First', 'unread'],
    ['Second', 'waiting'],
    ['Third', 'done'],
  ] as const)
    await askAs(stack, office, 'POST', '/views', { name, filter, shared: true })
  await waitForChips(desk, 'First 3', 'Second 3', 'Third')
  await page.keyboard.press('v')
  await tool(desk, 'Move “Third” up').click()
  await waitForChips(desk, 'First 3', 'Third', 'Second 3')
  await tool(desk, 'Move “Third” up').click()
  await waitForChips(desk, 'Third', 'First 3', 'Second 3')
  // It goes no higher, and the keyboard stays where it is.
  await tool(desk, 'Move “Third” up').and(page.locator('[aria-disabled="true"]')).waitFor()
  await page.keyboard.press('Escape')
  await page.getByTestId('view-form').waitFor({ state: 'detached' })
  await page.keyboard.press('z')
  await waitForChips(desk, 'First 3', 'Third', 'Second 3')
  await page.keyboard.press('v')
  await tool(desk, 'Move “Third” up').click()
  await waitForChips(desk, 'Third', 'First 3', 'Second 3')
  await tool(desk, 'Edit “First”').click()
  await waitForFocus(desk, /Name/)
  await page.getByLabel('Name').fill('')
  await page.getByTestId('save-view').click()
  await page.getByRole('alert').getByText('Give it a name.').waitFor()
  await page.getByLabel('Name').fill('To read')
  await page.getByLabel('Show').selectOption('starred')
  await page.getByTestId('save-view').click()
  await waitForChips(desk, 'Third', 'To read', 'Second 3')
  const saved = page.locator('[data-sonner-toast]').filter({ hasText: '“To read” saved' })
  await saved.getByRole('button', { name: 'Undo' }).click()
  await waitForChips(desk, 'Third', 'First 3', 'Second 3')
  await page.keyboard.press('v')
  await tool(desk, 'Delete “First”').click()
  await page.getByRole('status').getByText('“First” deleted').waitFor()
  await waitForChips(desk, 'Third', 'Second 3')
  await page.keyboard.press('Escape')
  await page.getByTestId('view-form').waitFor({ state: 'detached' })
  await page.keyboard.press('z')
  await waitForChips(desk, 'Third', 'First 3', 'Second 3')
  // A list that nobody saved is a link, too, and says what it is of.
  const label = await newLabel(stack, office, 'Wholesale')
  await desk.goto(`/inbox?filter=unread&label=${label.id}`)
  await page.getByText('Nothing here has this label.').waitFor()
  const current = page.locator('nav [aria-current]', { hasText: 'Wholesale' })
  expect((await current.innerText()).replaceAll(/\s+/g, ' ')).toBe('Unread Wholesale')
  await desk.close()
})

it('by thumb: saved, opened, and deleted with a way back', async () => {
  const { desk } = await openFull(browser, stack, { viewport: handset, touch: true })
  const { page } = desk
  await page.getByTestId('filter-unread').tap()
  await page.getByRole('button', { name: 'Saved views' }).tap()
  await page.getByLabel('Name').fill('Fresh')
  await page.getByTestId('save-view').tap()
  await waitForChips(desk, 'Fresh 3')
  await page.getByTestId('filter-all').tap()
  await chips(desk).tap()
  await page.waitForURL('**/inbox?filter=unread')
  await page.getByRole('button', { name: 'Saved views' }).tap()
  await page.getByTestId('view-row').waitFor()
  expect(await findViolations(page, 'views on a phone')).toEqual([])
  // No keyboard covers what was saved, which stands first.
  expect(await page.locator(':focus').getAttribute('role')).toBe('dialog')
  const [row, form] = await Promise.all(
    ['view-row', 'view-form'].map((id) => page.getByTestId(id).boundingBox()),
  )
  expect(row?.y).toBeLessThan(form?.y ?? 0)
  const boxes = await Promise.all(
    (await page.getByRole('dialog').getByRole('button').all()).map((button) => button.boundingBox()),
  )
  expect(boxes.filter((box) => !box || box.height < 44 || box.width < 44)).toEqual([])
  await tool(desk, 'Delete “Fresh”').tap()
  await waitForChips(desk)
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).tap()
  await waitForChips(desk, 'Fresh 3')
  await page.keyboard.press('Escape')
  await desk.waitForNames(maria, amina, tom)
  await desk.close()
})
