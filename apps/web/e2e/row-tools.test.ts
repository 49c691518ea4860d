import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, Request } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset } from './desk.js'
import { waitForFocus } from './focus.js'
import { amina, maria, openFull, tom } from './open-full.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const phone = { viewport: handset, touch: true }

/** A finger on a row that goes sideways, in steps as a real one moves. @returns how it lets go */
async function swipe(desk: Desk, name: string, dx: number): Promise<() => Promise<void>> {
  const box = await desk.row(name).boundingBox()
  if (!box) throw new Error(`${name} is not on the screen`)
  const tools = await desk.context.newCDPSession(desk.page)
  const [x, y] = [box.x + box.width / 2 - dx / 2, box.y + box.height / 2]
  const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', share = 0) =>
    tools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: x + dx * share, y }],
    })
  await at('touchStart')
  for (let step = 1; step <= 8; step += 1) await at('touchMove', step / 8)
  return async () => {
    await at('touchEnd')
    await tools.detach()
  }
}

async function drag(desk: Desk, name: string, dx: number): Promise<void> {
  const letGo = await swipe(desk, name, dx)
  await letGo()
}

/** Resolves when the list answers a finger: what hears it comes with the first one. */
async function touchOnce(desk: Desk): Promise<void> {
  await waitFor(async () => {
    const letGo = await swipe(desk, maria, 30)
    const isHeard = (await desk.page.getByTestId('swipe-under').count()) > 0
    await letGo()
    return isHeard
  })
}

describe('under a mouse', () => {
  it('a row shows its three acts, and they do what they say', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.row(amina).hover()
    const acts = desk.page.getByTestId('quick-acts')
    const done = acts.getByRole('button', { name: 'Done' })
    // The second click of two, which was meant for the row that was here before.
    await done.dispatchEvent('click', { detail: 2 })
    expect(await desk.names()).toEqual([maria, amina, tom])
    await done.click()
    await desk.waitForNames(maria, tom)
    await waitForFocus(desk, /conversation-row/)
    await desk.row(tom).hover()
    await acts.getByRole('button', { name: 'Snooze' }).click()
    // On the way to the picker the mouse leaves the row; the picker stays there, and gives the keyboard back to it.
    await desk.page.getByRole('option', { name: 'Tomorrow' }).hover()
    await acts.waitFor({ state: 'detached' })
    const [row, picker] = [
      await desk.row(tom).boundingBox(),
      await desk.page.getByTestId('snooze-menu').boundingBox(),
    ]
    expect(picker!.y).toBeGreaterThan(row!.y)
    await desk.page.keyboard.press('Escape')
    await waitForFocus(desk, /conversation-row/)
    await desk.row(tom).hover()
    await acts.getByRole('button', { name: 'Snooze' }).click()
    await desk.page.getByRole('option', { name: 'Tomorrow' }).click()
    await desk.waitForNames(maria)
    expect(new URL(desk.page.url()).pathname).toBe('/inbox')
    await desk.close()
  })

  it('its other button opens the menu there, with the keys, and gives the keyboard back to the row', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.row(amina).hover()
    await desk.page.getByTestId('quick-acts').waitFor()
    await desk.row(amina).click({ button: 'right', position: { x: 60, y: 20 } })
    const menu = desk.page.getByRole('menu')
    await menu.getByRole('menuitem', { name: /Done E/ }).waitFor()
    await desk.page.keyboard.press('Escape')
    await waitForFocus(desk, /conversation-row/)
    await desk.row(amina).click({ button: 'right', position: { x: 60, y: 20 } })
    await menu.getByRole('menuitem', { name: /^Star/ }).click()
    await desk.row(amina).getByText('Starred').waitFor()
    await desk.close()
  })
})

describe('under a finger', () => {
  it('a swipe to the right is done, one to the left is until tomorrow, a short one is nothing', async () => {
    const { desk } = await openFull(browser, stack, phone)
    await touchOnce(desk)
    await drag(desk, maria, 90)
    expect(await desk.names()).toEqual([maria, amina, tom])
    await drag(desk, maria, 220)
    await desk.waitForNames(amina, tom)
    await drag(desk, tom, -200)
    await desk.waitForNames(amina)
    await desk.page.locator('[data-sonner-toast]').getByText('Snoozed until tomorrow').waitFor()
    // None of it opened a conversation.
    expect(new URL(desk.page.url()).pathname).toBe('/inbox')
    await desk.close()
  })

  it('a long swipe to the left asks until when, and in Arabic all is the other way round', async () => {
    const { desk } = await openFull(browser, stack, phone)
    await touchOnce(desk)
    await drag(desk, maria, -320)
    await desk.page.getByRole('dialog', { name: 'Back when?' }).waitFor()
    await desk.page.keyboard.press('Escape')
    await desk.context.addCookies([{ name: 'locale', value: 'ar', url: stack.webUrl }])
    await desk.page.reload()
    await desk.waitForNames(maria, amina, tom)
    await touchOnce(desk)
    await drag(desk, maria, -220)
    await desk.waitForNames(amina, tom)
    await desk.page.getByTestId('filter-done').click()
    await desk.waitForNames(maria)
    await desk.close()
  })

  it('held, it opens a menu in which both stand too', async () => {
    const { desk } = await openFull(browser, stack, phone)
    await touchOnce(desk)
    const box = await desk.row(amina).boundingBox()
    const tools = await desk.context.newCDPSession(desk.page)
    const touchPoints = [{ x: box!.x + 100, y: box!.y + 30 }]
    await tools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
    const menu = desk.page.getByRole('menu')
    await menu.waitFor()
    await tools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await menu.getByRole('menuitem', { name: 'Snooze' }).locator('visible=true').waitFor()
    for (const item of await menu.getByRole('menuitem').locator('visible=true').all()) {
      expect((await item.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    }
    await menu.getByRole('menuitem', { name: 'Done' }).locator('visible=true').click()
    await desk.waitForNames(maria, tom)
    await desk.close()
  })
})

describe('several at once', () => {
  it('Shift selects a range, E does it in one request, and Z takes it back in one', async () => {
    const { desk } = await openFull(browser, stack)
    const asked: string[] = []
    const note = (request: Request) => {
      if (request.method() === 'POST' && request.url().includes('/bulk'))
        asked.push(new URL(request.url()).pathname)
    }
    desk.page.on('request', note)
    desk.atEnd(() => desk.page.off('request', note))
    await desk.row(maria).focus()
    await desk.page.keyboard.press('x')
    await desk.page.getByTestId('bulk-bar').getByText('1 selected').waitFor()
    await desk.page.getByTestId('announcer').getByText('1 selected').waitFor({ state: 'attached' })
    expect(await desk.row(maria).textContent()).toContain('Selected')
    expect(await desk.row(tom).textContent()).not.toContain('Selected')
    await desk.row(tom).click({ modifiers: ['Shift'] })
    await desk.page.getByTestId('bulk-bar').getByText('3 selected').waitFor()
    await desk.page.getByTestId('announcer').getByText('3 selected').waitFor({ state: 'attached' })
    expect(await desk.page.getByRole('checkbox', { checked: true }).count()).toBe(3)
    await desk.page.keyboard.press('e')
    await desk.page.locator('[data-sonner-toast]').getByText('3 marked done').waitFor()
    await desk.waitForNames()
    await desk.page.keyboard.press('z')
    await desk.waitForNames(maria, amina, tom)
    await waitFor(() => asked.length === 2)
    expect(asked.map((path) => path.split('/conversations')[1])).toEqual(['/bulk', '/bulk/undo'])
    await desk.close()
  })

  it('its bar is all there on the narrowest screen, and the way back stands above it', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.row(amina).focus()
    await desk.page.keyboard.press('e')
    const toast = desk.page.locator('[data-sonner-toast]')
    await toast.waitFor()
    await desk.row(maria).focus()
    await desk.page.keyboard.press('x')
    const bar = desk.page.getByTestId('bulk-bar')
    await bar.waitFor()
    const isAbove = async () => {
      const [over, under] = await Promise.all([toast.boundingBox(), bar.boundingBox()])
      return over !== null && under !== null && over.y + over.height <= under.y
    }
    await waitFor(isAbove)
    await desk.page.setViewportSize({ width: 320, height: 640 })
    await waitFor(isAbove)
    expect(await bar.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    const bottom = async () => {
      const box = await toast.boundingBox()
      return box ? box.y + box.height : 0
    }
    const raised = await bottom()
    // What is selected stays so, behind the conversation that is opened.
    await desk.page.keyboard.press('o')
    await bar.waitFor({ state: 'hidden' })
    await waitFor(async () => (await bottom()) > raised)
    await desk.close()
  })

  it('Shift with J and K extends it, Escape lets go, and the box toggles one', async () => {
    const { desk } = await openFull(browser, stack)
    await desk.row(maria).focus()
    await desk.page.keyboard.press('Shift+J')
    await desk.page.getByTestId('bulk-bar').getByText('2 selected').waitFor()
    await waitForFocus(desk, /conversation-row/)
    await desk.page.keyboard.press('Shift+J')
    await desk.page.getByTestId('bulk-bar').getByText('3 selected').waitFor()
    await desk.page.getByRole('checkbox', { name: `Select ${amina}` }).click()
    await desk.page.getByTestId('bulk-bar').getByText('2 selected').waitFor()
    await desk.page.keyboard.press('Escape')
    await desk.page.getByTestId('bulk-bar').waitFor({ state: 'detached' })
    expect(await desk.names()).toEqual([maria, amina, tom])
    await desk.close()
  })
})
