import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { isShown, old, openArchive as open } from './archive.js'
import { handset, type Desk } from './desk.js'
import { waitForFocus } from './focus.js'
import { maria, openFull } from './open-full.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const asked = /\/messaging\/search\?/
const openArchive = async (options?: Parameters<typeof Desk.open>[2]) =>
  (await open(browser, stack, options)).desk

describe('search', () => {
  it('opens by /, marks what it found, and Enter goes to the message far up in its thread', async () => {
    const desk = await openArchive()
    await desk.page.keyboard.press('/')
    await desk.page.getByRole('combobox').waitFor()
    await desk.page.keyboard.type('celadon')
    const search = desk.page.getByTestId('search')
    await search.locator('mark').filter({ hasText: 'celadón' }).waitFor()
    expect(await search.getByRole('option').count()).toBe(1)
    await desk.page.keyboard.press('Enter')
    await search.waitFor({ state: 'detached' })
    await isShown(desk, old)
    // The same once more, from where it is held.
    await desk.page.getByTestId('composer').focus()
    await desk.page.keyboard.press('Escape')
    await desk.page.keyboard.press('/')
    await desk.page.keyboard.type('order 239')
    await desk.page.getByRole('option').filter({ hasText: 'About order 239' }).click()
    await isShown(desk, 'About order 239')
    await desk.close()
  })

  it('finds somebody by a name with a letter wrong, with the arrows, and opens them', async () => {
    const desk = await openArchive()
    await desk.page.getByRole('button', { name: 'Search people and messages' }).click()
    await desk.page.keyboard.type('ibanes')
    const option = desk.page.getByRole('option').filter({ hasText: 'Tomás Ibáñez' })
    await option.waitFor()
    await desk.page.keyboard.press('ArrowDown')
    await desk.page.keyboard.press('ArrowUp')
    expect(await option.getAttribute('aria-selected')).toBe('true')
    await desk.page.keyboard.press('Enter')
    await desk.message('Is the kiln free?').waitFor()
    await desk.close()
  })

  it('goes on to older messages, and back to where the keyboard was', async () => {
    const desk = await openArchive()
    await desk.row('Beatriz').focus()
    await desk.page.keyboard.press('/')
    await desk.page.keyboard.type('order')
    const options = desk.page.getByRole('option')
    await waitFor(async () => (await options.count()) === 21)
    await desk.page.keyboard.press('ArrowUp')
    await desk.page.keyboard.press('Enter')
    await waitFor(async () => (await options.count()) === 41)
    await desk.page.keyboard.press('Escape')
    await waitForFocus(desk, /conversation-row/)
    await desk.close()
  })

  it('says what it waits for, that nothing was found, that it failed, and that there is no line', async () => {
    const desk = await openArchive()
    const search = desk.page.getByTestId('search')
    await desk.page.keyboard.press('/')
    await search.getByText('A word, a name or a number, in any language.').waitFor()
    const { held, release } = await desk.holdAnswer('**/messaging/search?**')
    await desk.page.keyboard.type('xylophone')
    await held
    await search.getByRole('status', { name: 'Searching' }).waitFor()
    release()
    await search.getByText('No results for “xylophone”.').waitFor()
    await desk.page.route(asked, (route) => route.fulfill({ status: 500, body: '{}' }))
    await desk.page.keyboard.type('s')
    await search.getByRole('alert').waitFor()
    await desk.page.unroute(asked)
    await search.getByRole('button', { name: 'Try again' }).click()
    await search.getByText('No results for “xylophones”.').waitFor()
    await desk.context.setOffline(true)
    await search.getByText('You’re offline.').waitFor()
    await desk.context.setOffline(false)
    await search.getByText('No results for “xylophones”.').waitFor()
    await desk.close()
  })

  for (const key of ['/', 'Control+k']) {
    it(`opened by ${key} chooses nothing that words before found: Enter waits for the present ones`, async () => {
      const desk = await openArchive()
      await desk.page.keyboard.press(key)
      const field = desk.page.getByRole('combobox')
      await field.fill('beatriz')
      await desk.page.getByRole('option').filter({ hasText: 'Beatriz Sousa' }).first().waitFor()
      const { held, release } = await desk.holdAnswer('**/messaging/search?**')
      await field.fill('ibanes')
      await field.press('Enter')
      await held
      expect(await field.inputValue()).toBe('ibanes')
      release()
      await desk.message('Is the kiln free?').waitFor()
      await desk.close()
    })
  }

  it('forgets the message that was left before it came, and gives the keyboard back', async () => {
    const desk = await openArchive()
    const { held, release } = await desk.holdAnswer('**/messaging/conversations/*?around=**')
    await desk.page.keyboard.press('/')
    await desk.page.getByRole('combobox').fill('celadon')
    await desk.page.getByRole('option').filter({ hasText: 'celadón' }).click()
    await held
    await desk.page.keyboard.press('Escape')
    await desk.page.waitForURL('**/inbox')
    release()
    await desk.row('Beatriz').focus()
    await desk.page.keyboard.press('/')
    await desk.page.getByRole('combobox').waitFor()
    await desk.page.keyboard.press('Escape')
    await waitForFocus(desk, /conversation-row/)
    const opening = desk.page.waitForRequest(/\?around=/)
    await desk.openConversation('Beatriz')
    expect(new URL((await opening).url()).searchParams.get('around')).toBe('unread')
    await desk.close()
  })

  it('finds labels, and people who never wrote, and goes to what has them and who they are', async () => {
    const { desk, office } = await open(browser, stack)
    const authorization = `Bearer ${office.apiKey}`
    const ask = async (path: string, type: string, body: string) => {
      const headers = { authorization, 'content-type': type }
      const answer = await fetch(`${stack.apiUrl}/api/v1/${path}`, { method: 'POST', headers, body })
      expect(answer.ok).toBe(true)
    }
    await ask('labels', 'application/json', JSON.stringify({ name: 'Comisión', color: 'red' }))
    await ask('contacts/import', 'text/csv', 'Name,Phone\nSilvia Quiet,+34600999001')
    const choose = async (typed: string, text: string) => {
      await desk.page.keyboard.press('/')
      await desk.page.getByRole('combobox').fill(typed)
      await desk.page.getByRole('option').filter({ hasText: text }).waitFor()
      await desk.page.keyboard.press('Enter')
    }
    await choose('comision', 'Comisión')
    await desk.page.waitForURL(/\?label=/)
    await waitFor(async () => {
      const found = await fetch(`${stack.apiUrl}/api/v1/messaging/search?q=silvia`, {
        headers: { authorization },
      })
      return ((await found.json()) as { people: unknown[] }).people.length > 0
    })
    await choose('silvia', 'Silvia Quiet')
    await desk.page.waitForURL('**/contacts/*')
    await desk.page.getByText('Silvia Quiet').first().waitFor()
    await desk.close()
  })

  it('is all of a phone’s screen, and a tap goes to the message', async () => {
    const desk = await openArchive({ viewport: handset, touch: true })
    await desk.page.getByRole('button', { name: 'Search people and messages' }).tap()
    const search = desk.page.getByTestId('search')
    expect(await search.boundingBox()).toMatchObject({ x: 0, y: 0, ...handset })
    await search.getByRole('combobox').fill('celadon')
    await search.getByRole('option').first().tap()
    await isShown(desk, old)
    await desk.close()
  })
})

describe('the palette', () => {
  it('Ctrl K, “snoo”, Enter, “tomorrow”, Enter snoozes the open conversation', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.openConversation(maria)
    await desk.page.keyboard.press('Control+k')
    await desk.page.getByTestId('palette').waitFor()
    await desk.page.keyboard.type('snoo')
    const option = desk.page.getByRole('option', { selected: true })
    expect(await option.textContent()).toBe('SnoozeH')
    await desk.page.keyboard.press('Enter')
    await desk.page.keyboard.type('tomorrow')
    await desk.page.keyboard.press('Enter')
    await waitFor(async () => !(await desk.names()).includes(maria))
    await desk.page.getByTestId('filter-snoozed').click()
    await desk.waitForNames(maria)
    // It is remembered.
    await desk.page.keyboard.press('Control+k')
    const lately = desk.page.getByRole('group', { name: 'Recent' })
    await lately.getByText('Snooze').waitFor()
    await desk.close()
  })

  it('“snoo tom”, Enter does the same in one go, typed at once while one writes and the browser is slow', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.openConversation(maria)
    const composer = desk.page.getByTestId('composer')
    await composer.fill('Half a sentence')
    const devtools = await desk.context.newCDPSession(desk.page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
    await desk.page.keyboard.press('Control+k')
    await desk.page.keyboard.type('snoo tom')
    await desk.page.keyboard.press('Enter')
    await waitFor(async () => !(await desk.names()).includes(maria))
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    await desk.page.getByTestId('filter-snoozed').click()
    await desk.waitForNames(maria)
    await desk.openConversation(maria)
    await waitFor(async () => (await composer.inputValue()) === 'Half a sentence')
    await desk.close()
  })

  it('goes to every place, and finds people and messages', async () => {
    const { desk } = await openFull(browser, stack)
    const choose = async (typed: string, text: string) => {
      await desk.page.keyboard.press('Control+k')
      await desk.page.keyboard.type(typed)
      await desk.page.getByTestId('palette').getByRole('option').filter({ hasText: text }).first().click()
    }
    await choose('team', 'Team')
    await desk.page.waitForURL('**/settings/team')
    await choose('amina', 'Amina Diallo')
    await desk.page.waitForURL('**/inbox/*')
    await desk.message('It is amina').waitFor()
    await choose('is tom', 'It is tom')
    await isShown(desk, 'It is tom')
    await desk.close()
  })

  it('offers the keyboard back to the row that was asked about', async () => {
    const { desk } = await openFull(browser, stack)
    for (const [typed, testId] of [
      ['assign', 'picker'],
      ['snoo', 'snooze-menu'],
    ] as const) {
      await desk.row(maria).focus()
      await desk.page.keyboard.press('Control+k')
      await desk.page.getByTestId('palette').waitFor()
      await desk.page.keyboard.type(typed)
      await desk.page.keyboard.press('Enter')
      await desk.page.getByTestId(testId).getByRole('combobox').waitFor()
      await desk.page.keyboard.press('Escape')
      await desk.page.getByTestId(testId).waitFor({ state: 'detached' })
      await waitForFocus(desk, /conversation-row/)
    }
    await desk.close()
  })

  it('is there while one writes, and leaves what was written', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.openConversation(maria)
    await desk.page.getByTestId('composer').fill('Half a sentence')
    await desk.page.keyboard.press('Control+k')
    await desk.page.getByTestId('palette').waitFor()
    await desk.page.keyboard.type('zzz')
    await desk.page.keyboard.press('Escape')
    await waitForFocus(desk, /composer/)
    expect(await desk.page.getByTestId('composer').inputValue()).toBe('Half a sentence')
    await desk.close()
  })
})
