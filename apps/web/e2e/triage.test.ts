import { randomUUID } from 'node:crypto'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset, openOffice, write, type Colleague } from './desk.js'
import { focused, waitForFocus } from './focus.js'
import { amina, fill, maria, openFull, tom } from './open-full.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const ana: () => Colleague = () => ({
  email: `${randomUUID()}@office.test`,
  password: randomUUID(),
  name: 'Ana Ruiz',
  role: 'member',
})
const toast = '[data-sonner-toast]'

describe('from the keyboard', () => {
  it('E, E, E empties the list, with no pointer, and Z, Z, Z fills it again', async () => {
    const { desk } = await openFull(browser, stack)
    for (let left = 2; left >= 0; left -= 1) {
      await desk.page.keyboard.press('e')
      await waitFor(async () => (await desk.names()).length === left)
      expect(await focused(desk)).not.toBe('BODY')
    }
    await desk.page.getByTestId('empty-list').getByText('All answered.').waitFor()
    for (let back = 1; back <= 3; back += 1) {
      await desk.page.keyboard.press(back === 2 ? 'Control+z' : 'z')
      await waitFor(async () => (await desk.names()).length === back)
    }
    await desk.waitForNames(maria, amina, tom)
    await desk.close()
  })

  it('acts on no row while the keyboard is on something else', async () => {
    const { desk } = await openFull(browser, stack)
    for (const filter of ['all', 'waiting']) {
      await desk.page.getByTestId(`filter-${filter}`).focus()
      for (const key of ['e', 's', 'x', 'h']) await desk.page.keyboard.press(key)
    }
    // What they had done to the first row would be there by the time that this is.
    await desk.row(amina).focus()
    await desk.page.keyboard.press('e')
    await desk.waitForNames(maria, tom)
    expect(await desk.page.getByTestId('bulk-bar').count()).toBe(0)
    await desk.close()
  })

  it('with single keys off the same keys do nothing', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.page.keyboard.press('?')
    await desk.page.getByRole('switch').click()
    await desk.page.keyboard.press('Escape')
    await desk.openConversation(maria)
    await desk.row(maria).focus()
    for (const key of ['e', 's', 'h', 'u', 'x', 'z']) await desk.page.keyboard.press(key)
    // What has a command key is no single key, and finds nothing to take back.
    await desk.page.keyboard.press('Control+z')
    await desk.page.keyboard.press('ArrowDown')
    await desk.row(amina).and(desk.page.locator('[aria-current]')).waitFor()
    expect(await desk.names()).toEqual([maria, amina, tom])
    expect(
      await desk.page.locator(`${toast}, [data-testid="snooze-menu"], [data-testid="bulk-bar"]`).count(),
    ).toBe(0)
    await desk.close()
  })

  it('goes on to the next, where E acts again, and writes an E where one writes', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.openConversation(maria)
    await waitForFocus(desk, /composer/)
    await desk.page.keyboard.press('e')
    expect(await desk.page.getByTestId('composer').inputValue()).toBe('e')
    await desk.page.getByTestId('composer').fill('')
    await desk.row(maria).focus()
    await desk.page.keyboard.press('e')
    await desk.row(amina).and(desk.page.locator('[aria-current]')).waitFor()
    await waitForFocus(desk, /conversation-row/)
    await desk.page.keyboard.press('e')
    await desk.row(tom).and(desk.page.locator('[aria-current]')).waitFor()
    await desk.waitForNames(tom)
    await desk.close()
  })
})

describe('done', () => {
  it('says so, leaves every screen, and comes back to its place with Undo', async () => {
    const { desk, office } = await openFull(browser, stack)
    const other = await Desk.open(browser, stack)
    await other.signIn(office)
    await other.waitForNames(maria, amina, tom)
    await desk.openConversation(amina)
    await desk.page.getByTestId('done-button').click()
    await desk.page.locator(toast).getByText('Amina marked done').waitFor()
    for (const screen of [desk, other]) await screen.waitForNames(maria, tom)
    // The one behind it is open now, and its row has the keyboard.
    await desk.row(tom).and(desk.page.locator('[aria-current]')).waitFor()
    await waitForFocus(desk, /conversation-row/)
    await desk.page.locator(toast).getByRole('button', { name: 'Undo' }).click()
    for (const screen of [desk, other]) await screen.waitForNames(maria, amina, tom)
    await desk.page.locator(toast).waitFor({ state: 'detached' })
    await waitForFocus(desk, /conversation-row/)
    await Promise.all([desk.close(), other.close()])
  })

  it('of what nobody read comes back unread', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.page.getByTestId('count-unread').getByText('3').waitFor()
    await desk.row(amina).focus()
    await desk.page.keyboard.press('e')
    await desk.waitForNames(maria, tom)
    await desk.page.getByTestId('count-unread').getByText('2').waitFor()
    await waitForFocus(desk, /conversation-row/)
    await desk.page.keyboard.press('z')
    await desk.waitForNames(maria, amina, tom)
    await desk.row(amina).getByTestId('unread-count').waitFor()
    await desk.page.getByTestId('count-unread').getByText('3').waitFor()
    await desk.close()
  })

  it('that is refused is taken back on the screen, and says so', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.page.route('**/conversations/bulk', (route) => route.abort())
    await desk.row(maria).focus()
    await desk.page.keyboard.press('e')
    await desk.page.locator(toast).getByText('Nothing changed.').waitFor()
    await desk.waitForNames(maria, amina, tom)
    await desk.close()
  })

  it('is over when the customer writes, which says why it is back', async () => {
    const { desk, office } = await openFull(browser, stack)
    await desk.row(tom).focus()
    await desk.page.keyboard.press('e')
    await desk.waitForNames(maria, amina)
    await write(stack, office, 'tom', 'One more thing')
    await desk.waitForNames(tom, maria, amina)
    await desk.row(tom).getByTestId('came-back').getByText('Back, wrote again:').waitFor()
    await desk.close()
  })

  it('leads on a phone to the list', async () => {
    const { desk } = await openFull(browser, stack, { viewport: handset, touch: true })
    await desk.openConversation(maria)
    // Pressed twice, before the browser is back in the list.
    await desk.page.getByTestId('done-button').evaluate(async (button: HTMLElement) => {
      button.click()
      await Promise.resolve()
      button.click()
    })
    await desk.page.waitForURL('**/inbox')
    await desk.waitForNames(amina, tom)
    await waitForFocus(desk, /conversation-row/)
    await desk.close()
  })
})

describe('two members', () => {
  it('see each other’s acts, whose they were, and lose nothing that they read', async () => {
    const colleague = ana()
    const office = await openOffice(stack, undefined, [colleague])
    const [desk, hers] = [await Desk.open(browser, stack), await Desk.open(browser, stack)]
    await Promise.all([desk.signIn(office), hers.signIn(colleague)])
    await fill(stack, office, desk)
    await desk.openConversation(amina)
    await hers.openConversation(amina)
    await hers.page.getByTestId('done-button').click()
    await hers.waitForNames(maria, tom)
    // It stays where it is read, and says what became of it.
    await desk.page.getByTestId('put-away-bar').getByText('Ana Ruiz marked this done').waitFor()
    expect(await desk.names()).toEqual([maria, amina, tom])
    await desk.row(amina).getByTestId('put-away-by').waitFor()
    await desk.openConversation(tom)
    await desk.waitForNames(maria, tom)

    // Of what is one's own nobody is named.
    await hers.page.getByTestId('filter-done').click()
    await hers.waitForNames(amina)
    expect(await hers.page.getByTestId('put-away-by').count()).toBe(0)
    await desk.page.getByTestId('filter-done').click()
    await desk.openConversation(amina)
    await desk.page.getByTestId('put-away-bar').getByRole('button').click()
    await hers.page.getByText('Nothing is done yet.').waitFor()
    // Who brings it back goes on with it.
    await desk.page.getByTestId('put-away-bar').waitFor({ state: 'detached' })
    expect(await focused(desk)).not.toBe('BODY')
    expect(new URL(desk.page.url()).pathname).toMatch(/^\/inbox\/.+/)
    await desk.page.keyboard.press('Escape')
    await desk.page.getByText('Nothing is done yet.').waitFor()
    await Promise.all([desk.close(), hers.close()])
  })

  it('who act at once converge on the later act, and the keyboard stays in the list', async () => {
    const colleague = ana()
    const office = await openOffice(stack, undefined, [colleague])
    const [desk, hers] = [await Desk.open(browser, stack), await Desk.open(browser, stack)]
    await Promise.all([desk.signIn(office), hers.signIn(colleague)])
    await fill(stack, office, desk)
    await hers.waitForNames(maria, amina, tom)
    await desk.row(maria).focus()
    await hers.row(maria).focus()
    await hers.page.keyboard.press('e')
    await desk.waitForNames(amina, tom)
    // The row was taken from under the keyboard by somebody else.
    await waitForFocus(desk, /conversation-row/)
    await desk.page.keyboard.press('e')
    for (const screen of [desk, hers]) await screen.waitForNames(tom)
    await hers.page.keyboard.press('z')
    for (const screen of [desk, hers]) await screen.waitForNames(maria, tom)
    await Promise.all([desk.close(), hers.close()])
  })
})
