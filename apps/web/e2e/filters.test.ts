import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset, write } from './desk.js'
import { waitForFocus } from './focus.js'
import { amina, maria, openFull, tom } from './open-full.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const chip = (desk: Desk, filter: string) => desk.page.getByTestId(`filter-${filter}`)
const count = (desk: Desk, filter: string, shown: string) =>
  desk.page.getByTestId(`count-${filter}`).getByText(shown, { exact: true }).waitFor()

describe('the lists', () => {
  it('are links with live counts: what is read, answered or put away leaves them', async () => {
    const { desk, office } = await openFull(browser, stack)
    for (const filter of ['all', 'waiting', 'unread']) await count(desk, filter, '3')
    expect(await chip(desk, 'unread').getAttribute('href')).toBe('/inbox?filter=unread')
    await chip(desk, 'waiting').click()
    await desk.page.waitForURL('**/inbox?filter=waiting')
    await desk.openConversation(amina)
    await desk.reply('It is us')
    await count(desk, 'waiting', '2')
    // Whoever is read stays, and goes when they are left.
    expect(await desk.names()).toContain(amina)
    await desk.openConversation(tom)
    await desk.waitForNames(maria, tom)
    expect(new URL(desk.page.url()).searchParams.get('filter')).toBe('waiting')
    await desk.row(tom).focus()
    await desk.page.keyboard.press('e')
    await desk.waitForNames(maria)
    await count(desk, 'all', '2')
    await write(stack, office, 'amina', 'Me again')
    await desk.waitForNames(amina, maria)
    await desk.close()
  })

  it('keep their address over a reload and over Back, and the open conversation with them', async () => {
    const { desk } = await openFull(browser, stack)
    await chip(desk, 'unread').click()
    await desk.openConversation(amina)
    await desk.page.reload()
    await desk.page.getByTestId('thread').waitFor()
    await chip(desk, 'unread').and(desk.page.locator('[aria-current="page"]')).waitFor()
    await count(desk, 'unread', '2')
    await desk.page.goBack()
    await desk.page.waitForURL('**/inbox?filter=unread')
    await desk.waitForNames(maria, tom)
    await desk.page.goBack()
    await desk.page.waitForURL('**/inbox')
    await desk.waitForNames(maria, amina, tom)
    await desk.close()
  })

  it('say what there is nothing of, and lead back', async () => {
    const { desk } = await openFull(browser, stack)
    await chip(desk, 'snoozed').click()
    await desk.page.getByText('Nothing is snoozed.').waitFor()
    await desk.page.getByRole('link', { name: 'Show the inbox' }).click()
    await desk.waitForNames(maria, amina, tom)
    await desk.page.keyboard.press('g')
    await desk.page.keyboard.press('d')
    await desk.page.getByText('Nothing is done yet.').waitFor()
    // What is pressed one after the other is not its last key alone: S stars, and I shows the contact.
    await desk.goto('/inbox')
    await desk.openConversation(amina)
    await desk.row(amina).focus()
    const panel = desk.page.getByTestId('contact-panel')
    await panel.waitFor()
    for (const key of ['g', 'i']) await desk.page.keyboard.press(key)
    await desk.page.waitForURL('**/inbox')
    for (const key of ['j', 'g', 's']) await desk.page.keyboard.press(key)
    await desk.page.getByText('Nothing is snoozed.').waitFor()
    await desk.page.getByTestId('filter-starred').click()
    await desk.page.getByText('Nothing is starred.').waitFor()
    await desk.page.goto('about:blank')
    await desk.goto('/inbox?filter=nonsense')
    await desk.waitForNames(maria, amina, tom)
    await desk.close()
  })

  it('of which all is done is no new inbox after a reload', async () => {
    const { desk } = await openFull(browser, stack)
    for (const left of [[amina, tom], [tom], []]) {
      const answered = desk.page.waitForResponse('**/conversations/bulk')
      await desk.page.keyboard.press('e')
      await desk.waitForNames(...left)
      // The last one is carried to its end though the page goes.
      if (left.length > 0) await answered
      else answered.catch(() => undefined)
    }
    await desk.page.reload()
    await desk.page.getByTestId('empty-list').getByText('All answered.').waitFor()
    expect(await desk.page.getByText('Let’s get your first message in').count()).toBe(0)
    await chip(desk, 'done').click()
    await desk.waitForNames(maria, amina, tom)
    await desk.close()
  })

  it('go on by themselves where they are short, and are not all answered before their end', async () => {
    const { desk } = await openFull(browser, stack)
    let goOn = () => {}
    const mayGoOn = new Promise<void>((resolve) => (goOn = resolve))
    // A page of one stands for a page of fifty.
    const pages = /\/conversations\?limit=50/
    await desk.page.route(pages, async (route) => {
      const url = route.request().url()
      if (url.includes('cursor=')) await mayGoOn
      await route.continue({ url: url.replace('limit=50', 'limit=1') })
    })
    await desk.page.reload()
    await desk.waitForNames(maria)
    await desk.page.keyboard.press('e')
    await desk.waitForNames()
    await desk.page.getByRole('status', { name: 'Loading conversations' }).waitFor()
    goOn()
    await desk.waitForNames(amina, tom)
    await desk.page.unroute(pages)
    await desk.close()
  })

  it('have on a phone a tab for what is snoozed', async () => {
    const { desk } = await openFull(browser, stack, { viewport: handset, touch: true })
    await desk.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Snoozed' }).click()
    await desk.page.waitForURL('**/inbox?filter=snoozed')
    await desk.page.getByText('Nothing is snoozed.').waitFor()
    await desk.page.getByRole('link', { name: 'Show the inbox' }).click()
    await desk.waitForNames(maria, amina, tom)
    await desk.close()
  })
})

it('a star stays whatever becomes of the conversation, and U leaves one unread in the list', async () => {
  const { desk } = await openFull(browser, stack)
  await desk.openConversation(amina)
  await desk.row(amina).focus()
  await desk.page.keyboard.press('s')
  await desk.row(amina).getByText('Starred').waitFor()
  await count(desk, 'unread', '2')
  await desk.page.keyboard.press('u')
  await desk.page.waitForURL('**/inbox')
  await desk.row(amina).getByTestId('unread-count').waitFor()
  await count(desk, 'unread', '3')
  await waitForFocus(desk, /conversation-row/)
  await desk.page.keyboard.press('e')
  await desk.waitForNames(maria, tom)
  await chip(desk, 'starred').click()
  await desk.waitForNames(amina)
  await desk.openConversation(amina)
  await desk.page.getByTestId('more-button').click()
  await desk.page.getByRole('menuitem', { name: 'Unstar' }).click()
  await desk.page.getByTestId('filter-all').click()
  await chip(desk, 'starred').click()
  await desk.page.getByText('Nothing is starred.').waitFor()
  await desk.close()
})
