import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset } from './desk.js'
import { waitForFocus } from './focus.js'
import { amina, maria, openFull, tom } from './open-full.js'
import { newLabel, openTeam } from './open-team.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const toast = '[data-sonner-toast]'

const option = (desk: Desk, name: string) => desk.page.getByRole('option', { name })
const hasNo = (desk: Desk, name: string, text: string) =>
  waitFor(async () => !(await desk.row(name).innerText()).includes(text), { what: `no ${text} at ${name}` })

describe('labels', () => {
  it('L and half a word put one on every screen, and Z takes it off', async () => {
    const { marisol, ana, office } = await openTeam(browser, stack)
    await newLabel(stack, office, 'Wholesale', 'blue')
    await newLabel(stack, office, 'Commission')
    await marisol.row(amina).focus()
    // Faster than the field is there.
    await marisol.page.keyboard.type('lcomm', { delay: 0 })
    await option(marisol, 'Commission').waitFor()
    await marisol.page.keyboard.press('Enter')
    await option(marisol, 'Commission').and(marisol.page.locator('[aria-selected="true"]')).waitFor()
    await marisol.page.keyboard.press('Escape')
    await marisol.page.locator(toast).getByText('Commission added to Amina').waitFor()
    for (const desk of [marisol, ana]) await desk.row(amina).getByText('Commission').waitFor()
    await waitForFocus(marisol, /conversation-row/)
    await marisol.page.keyboard.press('z')
    for (const desk of [marisol, ana]) await hasNo(desk, amina, 'Commission')
    await marisol.close()
    await ana.close()
  })

  it('are put on many at once by one request, with one way back', async () => {
    const { desk, office } = await openFull(browser, stack)
    await newLabel(stack, office, 'Commission')
    const posted: string[] = []
    desk.page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/bulk')) posted.push(request.url())
    })
    await desk.row(maria).focus()
    for (const [key, count] of [
      ['x', 1],
      ['Shift+J', 2],
      ['Shift+J', 3],
    ] as const) {
      await desk.page.keyboard.press(key)
      await desk.page.getByTestId('bulk-bar').getByText(`${count} selected`).waitFor()
      if (count < 3) await waitForFocus(desk, /conversation-row/)
    }
    await desk.page.keyboard.press('l')
    await option(desk, 'Commission').waitFor()
    await desk.page.keyboard.press('Enter')
    await desk.page.keyboard.press('Escape')
    await desk.page.locator(toast).getByText('Commission added to 3').waitFor()
    for (const name of [maria, amina, tom]) await desk.row(name).getByText('Commission').waitFor()
    await desk.page.locator(toast).getByRole('button', { name: 'Undo' }).click()
    for (const name of [maria, amina, tom]) await hasNo(desk, name, 'Commission')
    await waitFor(() => posted.length > 1, { what: 'the request that takes it back' })
    expect(posted.map((url) => new URL(url).pathname.split('/').at(-1))).toEqual(['bulk', 'undo'])
    await desk.close()
  })

  it('go on by one press, however long it is held', async () => {
    const { desk, office } = await openFull(browser, stack)
    await newLabel(stack, office, 'Commission')
    await desk.row(maria).focus()
    await desk.page.keyboard.press('l')
    await option(desk, 'Commission').waitFor()
    await desk.page.keyboard.down('Enter')
    await desk.page.keyboard.down('Enter')
    await desk.page.keyboard.up('Enter')
    expect(await option(desk, 'Commission').getAttribute('aria-selected')).toBe('true')
    await desk.close()
  })

  it('come of a new word where an admin writes it, and of none where a member does', async () => {
    const { marisol, ana } = await openTeam(browser, stack)
    for (const [desk, may] of [
      [ana, false],
      [marisol, true],
    ] as const) {
      await desk.row(tom).focus()
      await desk.page.keyboard.press('l')
      await desk.page.getByRole('combobox').fill('Class')
      if (may) await option(desk, 'New label “Class”').click()
      else await desk.page.getByTestId('picker').getByRole('status').waitFor()
      if (!may) expect(await option(desk, 'Class').count()).toBe(0)
      await desk.page.keyboard.press('Escape')
    }
    for (const desk of [marisol, ana]) await desk.row(tom).getByText('Class').waitFor()
    await marisol.close()
    await ana.close()
  })

  it('are links to all that have them, which others empty and fill', async () => {
    const { marisol, ana, office } = await openTeam(browser, stack)
    const { id } = await newLabel(stack, office, 'Commission')
    await marisol.row(amina).focus()
    await marisol.page.keyboard.press('l')
    await option(marisol, 'Commission').click()
    await marisol.page.keyboard.press('Escape')
    const chip = ana.page.getByTestId(`filter-label:${id}`)
    await chip.click()
    expect(await chip.getAttribute('href')).toBe(`/inbox?label=${id}`)
    await ana.waitForNames(amina)
    await ana.page.reload()
    await ana.waitForNames(amina)
    await ana.page.getByTestId(`count-label:${id}`).getByText('1', { exact: true }).waitFor()
    await marisol.page.keyboard.press('z')
    await ana.page.getByTestId('empty-list').getByText('Nothing here has this label.').waitFor()
    await marisol.close()
    await ana.close()
  })

  it('stand in the contact panel, which leads to their list', async () => {
    const { desk, office } = await openFull(browser, stack)
    const { id } = await newLabel(stack, office, 'Commission')
    await desk.openConversation(maria)
    const set = desk.page.getByTestId('label-set')
    await set.getByRole('button').click()
    await option(desk, 'Commission').click()
    await desk.page.keyboard.press('Escape')
    await set.getByRole('link', { name: 'Commission' }).click()
    await desk.page.waitForURL(`**/inbox?label=${id}`)
    await desk.waitForNames(maria)
    await desk.close()
  })

  it('are put on with a thumb, from the menu', async () => {
    const { desk, office } = await openFull(browser, stack, { viewport: handset, touch: true })
    await newLabel(stack, office, 'Commission')
    await desk.openConversation(maria)
    await desk.page.getByTestId('more-button').tap()
    await desk.page.getByRole('menuitem', { name: 'Label' }).tap()
    await option(desk, 'Commission').tap()
    await desk.page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap()
    await desk.page.getByRole('button', { name: 'Back' }).tap()
    await desk.row(maria).getByText('Commission').waitFor()
    await desk.close()
  })
})

describe('who is to answer', () => {
  it('A and half a name tell everybody, and are among theirs; Z takes it back', async () => {
    const { marisol, ana } = await openTeam(browser, stack)
    await marisol.row(maria).focus()
    await marisol.page.keyboard.press('a')
    await option(marisol, 'Ana Ruiz').waitFor()
    await marisol.page.keyboard.type('ana')
    await marisol.page.keyboard.press('Enter')
    await marisol.page.locator(toast).getByText('María assigned to Ana Ruiz').waitFor()
    for (const desk of [marisol, ana]) await desk.row(maria).getByTestId('assignee').getByText('AR').waitFor()
    await ana.page.getByTestId('count-mine').getByText('1', { exact: true }).waitFor()
    await ana.page.getByTestId('count-unassigned').getByText('2', { exact: true }).waitFor()
    expect(await marisol.page.getByTestId('count-mine').count()).toBe(0)
    await ana.page.getByTestId('filter-mine').click()
    await ana.waitForNames(maria)
    await marisol.page.getByTestId('filter-unassigned').click()
    await marisol.waitForNames(amina, tom)
    await marisol.page.keyboard.press('z')
    await marisol.waitForNames(maria, amina, tom)
    await ana.page.getByTestId('empty-list').waitFor()
    await marisol.close()
    await ana.close()
  })

  it('is asked anew where nobody could be loaded', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.page.route('**/api/v1/members', (route) => route.fulfill({ status: 500, json: {} }))
    await desk.row(maria).focus()
    await desk.page.keyboard.press('a')
    const picker = desk.page.getByTestId('picker')
    await picker.getByRole('alert').waitFor({ timeout: 20_000 })
    await desk.page.unroute('**/api/v1/members')
    await picker.getByRole('button', { name: 'Try again' }).click()
    await option(desk, 'You').waitFor()
    await desk.page.keyboard.press('Enter')
    await desk.row(maria).getByTestId('assignee').waitFor()
    await desk.openConversation(maria)
    await desk.page.getByRole('button', { name: 'You answer. Assign someone else' }).waitFor()
    await desk.close()
  })

  it('of two who assign at once is whom the later one says, on both screens', async () => {
    const { marisol, ana } = await openTeam(browser, stack)
    for (const desk of [marisol, ana]) {
      await desk.openConversation(tom)
      await desk.page.getByTestId('assign-button').click()
      await option(desk, 'You').waitFor()
    }
    await Promise.all([marisol, ana].map((desk) => option(desk, 'You').click()))
    await waitFor(async () => {
      const shown = await Promise.all(
        [marisol, ana].map((desk) => desk.row(tom).getByTestId('assignee').innerText()),
      )
      return shown[0] !== '' && shown[0] === shown[1]
    })
    await marisol.close()
    await ana.close()
  })
})

describe('settings', () => {
  it('make, name, colour and delete labels, and say what that costs', async () => {
    const { marisol, ana } = await openTeam(browser, stack)
    const { page } = marisol
    await marisol.goto('/settings/labels')
    await page.getByTestId('new-label').click()
    await page.getByLabel('Name').fill('Comission')
    await page.getByRole('radio', { name: 'Teal' }).check()
    await page.getByTestId('save-label').click()
    await page.getByRole('button', { name: 'Edit “Comission”' }).click()
    await page.getByLabel('Name').fill('Commission')
    await page.getByTestId('save-label').click()
    await page.getByRole('button', { name: 'Delete “Commission”' }).waitFor()
    // A name is one label's.
    await page.getByTestId('new-label').click()
    await page.getByLabel('Name').fill('commission')
    await page.getByTestId('save-label').click()
    await page.getByRole('alert').getByText('There’s a label “commission” already.').waitFor()
    await page.keyboard.press('Escape')
    await ana.row(maria).focus()
    await ana.page.keyboard.press('l')
    const labelled = ana.page.waitForResponse((answer) => answer.url().endsWith('/bulk'))
    await option(ana, 'Commission').click()
    await ana.page.keyboard.press('Escape')
    await ana.row(maria).getByText('Commission').waitFor()
    // It is on the screen before the server has it, and the question counts what the server has.
    await labelled
    await page.getByRole('button', { name: 'Delete “Commission”' }).click()
    await page.getByRole('alertdialog').getByText('It’s removed from 1 conversation.').waitFor()
    await page.getByRole('button', { name: 'Delete label' }).click()
    await page.getByText('No labels yet').waitFor()
    await hasNo(ana, maria, 'Commission')
    await marisol.close()
    await ana.close()
  })
})
