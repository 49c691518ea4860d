import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { ChatAccountList } from '@cloudpa/contracts/chat-accounts'
import { isSimulated } from '@cloudpa/contracts/simulated'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseNumber, control, Desk, handset, openOffice } from './desk.js'
import { windowOf } from './gallery/screens.js'
import { openStudio } from './open-studio.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

it('shows who waits, whose window closes and what failed, and the stranger goes on from there', async () => {
  const office = await openStudio(stack)
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  for (const name of ['Jonas Becker', 'Tom Whitfield', 'María López', 'Mei Chen', 'Priya Nair']) {
    await desk.row(name).waitFor()
  }
  const amina = desk.row('Amina Diallo')
  await amina.filter({ hasText: 'comme la dernière fois' }).waitFor()
  await amina.getByTestId('unread-count').filter({ hasText: '2' }).waitFor()
  await desk.row('Jonas Becker').getByTestId('unread-count').filter({ hasText: '1' }).waitFor()

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
  await chooseNumber(phone.page, office)
  const onPhone = phone.page.getByTestId('phone-message')
  await onPhone.filter({ hasText: 'Do you make plates for restaurants?' }).waitFor()
  // Whoever looks at it on the phone has read it, though it was written hours before this day began.
  await desk.waitForStatus('Come by and hold a few', 'read')
  await desk.reply('Thursday works')
  await onPhone.filter({ hasText: 'Thursday works' }).waitFor()
  for (const screen of [desk, phone]) await screen.close()
})

it('is answered on a desk as in the README, whose picture this is, copied to e2e/pictures', async () => {
  const office = await openStudio(stack)
  const window = { ...windowOf(1440, 'light'), locale: 'en-GB', deviceScaleFactor: 1.5 }
  const desk = await Desk.open(browser, stack, { ...window, viewport: { width: 1280, height: 800 } })
  await desk.signIn(office)
  await desk.openConversation('Amina Diallo')
  await desk.message('comme la dernière fois').waitFor()
  await desk.page
    .getByTestId('composer')
    .fill('Avec plaisir, Amina ! Un peu plus haut, il me faut trois semaines : il partirait le 15 décembre.')
  await desk.page.getByTestId('send-button').waitFor()
  await desk.row('Amina Diallo').getByTestId('unread-count').waitFor({ state: 'detached' })
  const path = resolve(import.meta.dirname, '../test-results/readme.png')
  await desk.page.screenshot({ path, animations: 'disabled' })
  await desk.close()
})

describe('letting Lucía write', () => {
  /** Asks as the page does, in the browser of somebody who is signed in. */
  const letWrite = (desk: Desk, headers: Record<string, string> = {}, body: object = {}) =>
    desk.context.request.post(`${stack.webUrl}/demo`, {
      headers: { origin: new URL(stack.webUrl).origin, ...headers },
      data: body,
      maxRetries: 3,
    })
  const numbersOf = async (desk: Desk) => {
    const answer = await desk.context.request.get(`${stack.webUrl}/api/v1/chat-accounts`, { maxRetries: 3 })
    return ((await answer.json()) as ChatAccountList).items
  }

  it('reaches who has a real number only, by a simulated one beside it', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    // From now on it is a number of a Twilio account that the simulator can't sign for.
    await control(stack, 'DELETE', `/accounts/${office.accountSid}`, {})
    expect((await letWrite(desk, {}, { number: office.number })).status()).toBe(200)
    await desk.page.getByTestId('conversation-row').first().waitFor()
    const numbers = await numbersOf(desk)
    expect(numbers.map(isSimulated).sort()).toEqual([false, true])
    // The next one comes to the same.
    expect((await letWrite(desk, {}, { number: office.number })).status()).toBe(200)
    expect(await numbersOf(desk)).toHaveLength(2)
    await desk.close()
  })

  it('does nothing for a page whose org another tab left, nor for another site', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    const ofOther = await letWrite(desk, { 'x-org-id': randomUUID() })
    expect(await ofOther.json()).toMatchObject({ error: { params: { reason: 'org_switched' } } })
    const asForm = { 'content-type': 'text/plain' }
    expect((await letWrite(desk, { origin: 'https://elsewhere.example', ...asForm })).status()).toBe(400)
    await control(stack, 'DELETE', `/accounts/${office.accountSid}`, {})
    const foreign = await letWrite(desk, { origin: 'https://elsewhere.example' })
    expect(await foreign.json()).toMatchObject({ error: { params: { reason: 'foreign_page' } } })
    expect(await numbersOf(desk)).toHaveLength(1)
    // Whoever may is served, which shows that the others weren't refused for another reason.
    expect((await letWrite(desk, { 'x-org-id': office.orgId })).status()).toBe(200)
    await desk.page.getByTestId('conversation-row').first().waitFor()
    expect(await desk.page.getByTestId('conversation-row').count()).toBe(1)
    await desk.close()
  })
})
