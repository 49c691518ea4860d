import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { isFlashed, old, openArchive } from './archive.js'
import { handset, type Desk } from './desk.js'
import { waitForFocus } from './focus.js'
import { intercept, stopIntercepting } from './intercept.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const bar = (desk: Desk) => desk.page.getByTestId('find-bar')
const says = (desk: Desk, text: string) =>
  bar(desk).getByRole('status').getByText(text, { exact: true }).waitFor()

/** What stands out in the thread, and of it what stands out the most. */
const marked = (desk: Desk) =>
  desk.page.evaluate(() =>
    ['found', 'found-now'].map((name) =>
      Array.from(CSS.highlights.get(name) ?? [], (range) => String(range)),
    ),
  )

/** The topmost message in sight, and where it stands. */
const topmost = (desk: Desk) =>
  desk.page.getByTestId('thread').evaluate((thread) => {
    const edge = thread.getBoundingClientRect().top
    const all = [...thread.querySelectorAll('[data-testid="message"]')]
    const first = all.find((message) => message.getBoundingClientRect().bottom > edge + 60)
    return { text: first?.textContent, y: Math.round((first?.getBoundingClientRect().top ?? 0) - edge) }
  })

it('Ctrl F finds in loaded and unloaded history, goes from one to the next, and Escape back to where one was', async () => {
  const { desk } = await openArchive(browser, stack)
  await desk.openConversation('Beatriz')
  await desk.message('About order 239').waitFor()
  const { keyboard } = desk.page
  await desk.page.getByTestId('composer').focus()
  await keyboard.press('Control+f')
  await keyboard.type('celadon')
  await says(desk, '1 of 1')
  await isFlashed(desk, old)
  await expect.poll(() => marked(desk)).toEqual([[], ['celadón']])
  await waitForFocus(desk, /find-field/)
  // What has no result stays where it is, and says so.
  await keyboard.type('x')
  await says(desk, 'No matches')
  await expect.poll(() => marked(desk)).toEqual([[], []])

  await bar(desk).getByRole('textbox').fill('order 1')
  await says(desk, '1 of 111')
  await isFlashed(desk, 'About order 199')
  await keyboard.press('Enter')
  await says(desk, '2 of 111')
  await isFlashed(desk, 'About order 198')
  await keyboard.press('ArrowUp')
  await says(desk, '3 of 111')
  await keyboard.press('Shift+Enter')
  await keyboard.press('ArrowDown')
  await says(desk, '1 of 111')
  // Behind the first page of what was found.
  for (let at = 2; at <= 52; at += 1) {
    await keyboard.press('Enter')
    await says(desk, `${at} of 111`)
  }
  await isFlashed(desk, 'About order 148')
  await expect.poll(async () => (await marked(desk))[1]).toEqual(['order', '1'])

  await keyboard.press('Escape')
  await bar(desk).waitFor({ state: 'detached' })
  await waitForFocus(desk, /composer/)
  await desk.message('About order 239').waitFor()
  await waitFor(async () => !(await desk.page.getByTestId('jump-down').isVisible()))
  await desk.close()
})

it('goes back to a place further up, to the pixel; pressed again it is the browser’s own', async () => {
  const { desk } = await openArchive(browser, stack)
  await desk.openConversation('Beatriz')
  await desk.message('About order 239').waitFor()
  await desk.page.getByTestId('thread').evaluate((thread) => (thread.scrollTop -= 700))
  await desk.page.getByTestId('jump-down').waitFor()
  const before = await topmost(desk)
  await desk.page.keyboard.press('Control+f')
  await desk.page.keyboard.type('celadon')
  await isFlashed(desk, old)
  const isPrevented = desk.page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const hear = (event: KeyboardEvent) => event.key === 'f' && resolve(event.defaultPrevented)
        document.defaultView?.addEventListener('keydown', (event) => setTimeout(hear, 0, event))
      }),
  )
  await desk.page.keyboard.press('Control+f')
  expect(await isPrevented).toBe(false)
  await desk.page.keyboard.press('Escape')
  await bar(desk).waitFor({ state: 'detached' })
  await waitFor(async () => (await topmost(desk)).text === before.text)
  expect(Math.abs((await topmost(desk)).y - before.y)).toBeLessThanOrEqual(1)

  // Closed by its button it stays where it has come to.
  await desk.page.keyboard.press('Control+f')
  await intercept(desk.page, /messaging\/search/, (request) => request.abort())
  await desk.page.keyboard.type('celadon')
  await bar(desk).getByRole('button', { name: 'Try again' }).waitFor()
  expect(await bar(desk).getByRole('button', { name: 'Older match' }).count()).toBe(0)
  await stopIntercepting(desk.page)
  await bar(desk).getByRole('button', { name: 'Try again' }).click()
  await says(desk, '1 of 1')
  await isFlashed(desk, old)
  await bar(desk).getByRole('button', { name: 'Close' }).click()
  await bar(desk).waitFor({ state: 'detached' })
  expect((await topmost(desk)).text).not.toBe(before.text)
  await desk.close()
})

it('is in a phone’s menu, and goes by what a finger hits', async () => {
  const { desk } = await openArchive(browser, stack, { viewport: handset, touch: true })
  await desk.openConversation('Beatriz')
  await desk.page.getByTestId('more-button').tap()
  await desk.page.getByRole('menuitem', { name: 'Find in this conversation' }).tap()
  await waitForFocus(desk, /find-field/)
  await desk.page.keyboard.type('order 2')
  await says(desk, '1 of 50')
  for (const button of await bar(desk).getByRole('button').all()) {
    const box = await button.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
  }
  await bar(desk).getByRole('button', { name: 'Older match' }).tap()
  await says(desk, '2 of 50')
  await isFlashed(desk, 'About order 238')
  await bar(desk).getByRole('button', { name: 'Newer match' }).tap()
  await says(desk, '1 of 50')
  await bar(desk).getByRole('button', { name: 'Close' }).tap()
  await bar(desk).waitFor({ state: 'detached' })
  await desk.close()
})
