import { randomBytes } from 'node:crypto'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset, openOffice } from './desk.js'
import { waitForFocus } from './focus.js'
import { maria, openFull } from './open-full.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const old = 'The celadón glaze you asked for in spring'
const asked = /\/messaging\/search\?/

/** A desk of somebody who has written with Beatriz for long, and once with Tomás. */
async function openArchive(options?: Parameters<typeof Desk.open>[2]): Promise<Desk> {
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  const message = (body: string, minutes: number) => {
    return { direction: 'inbound', at: at(minutes), body, sid: `SM${randomBytes(16).toString('hex')}` }
  }
  const office = await openOffice(stack, ({ number }) => [
    {
      number,
      from: 'whatsapp:+351912345678',
      profileName: 'Beatriz Sousa',
      messages: Array.from({ length: 240 }, (_, n) =>
        message(n === 20 ? old : `About order ${n}`, 1_000 - n),
      ),
    },
    {
      number,
      from: 'whatsapp:+34600123456',
      profileName: 'Tomás Ibáñez',
      messages: [message('Is the kiln free?', 5)],
    },
  ])
  const desk = await Desk.open(browser, stack, options)
  await desk.signIn(office)
  await desk.waitForNames('Tomás Ibáñez', 'Beatriz Sousa')
  return desk
}

/** Whether a message is all in sight, has the keyboard, and flashed. */
async function isShown(desk: Desk, text: string): Promise<void> {
  const message = desk.message(text)
  await message.and(desk.page.locator('[data-flashes]')).waitFor()
  await waitFor(async () => {
    const [box, thread] = [await message.boundingBox(), await desk.page.getByTestId('thread').boundingBox()]
    return box && thread && box.y >= thread.y && box.y + box.height <= thread.y + thread.height
  })
  expect(await message.evaluate((element) => element === document.activeElement)).toBe(true)
}

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
