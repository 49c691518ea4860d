import { launchChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Desk, handset } from './desk.js'
import { openStudio } from './open-studio.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await launchChromium()
})
afterAll(() => browser?.close())

it('shows who waits, whose window closes and what failed, and the stranger goes on from there', async () => {
  const office = await openStudio(stack)
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  for (const name of ['Jonas Becker', 'Tom Whitfield', 'María López', 'Mei Chen', 'Priya Nair']) {
    await desk.row(name).waitFor()
  }
  const amina = desk.row('Amina Diallo')
  await amina.filter({ hasText: 'comme la dernière fois' }).waitFor()
  expect(await amina.getByTestId('unread-count').textContent()).toContain('2')
  expect(await desk.row('Jonas Becker').getByTestId('unread-count').textContent()).toContain('1')

  const left = desk.row('Jonas Becker').getByTestId('window-left')
  expect(await left.textContent()).toMatch(/1 h [34]\d min/)

  await desk.openConversation('Tom Whitfield')
  await desk.waitForStatus('£22 each', 'failed')
  await desk.openConversation('María López')
  await desk.waitForStatus('con papel de seda y lazo', 'read')
  await desk.openConversation('Priya Nair')
  await desk.waitForStatus('Come by and hold a few', 'delivered')

  const phone = await Desk.open(browser, stack, { viewport: handset })
  await phone.page.goto(stack.simulatorUrl)
  await phone.page.getByTestId('customer-priya').click()
  const picker = phone.page.locator('#number')
  if (await picker.isVisible()) await picker.selectOption(`${office.accountSid}/${office.number}`)
  const onPhone = phone.page.getByTestId('phone-message')
  await onPhone.filter({ hasText: 'Do you make plates for restaurants?' }).waitFor()
  // Whoever looks at it on the phone has read it, though it was written hours before this day began.
  await desk.waitForStatus('Come by and hold a few', 'read')
  await desk.reply('Thursday works')
  await onPhone.filter({ hasText: 'Thursday works' }).waitFor()
  for (const screen of [desk, phone]) await screen.close()
})
