import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { Desk, handset, openOffice } from './desk.js'
import { localeCookie } from './gallery/screens.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

it('a thread that opens at its end has no day over its words; the reader who scrolls is told which it is', async () => {
  // Of one day, whenever this runs: where a day begins must not fall on the edge of the box.
  const noon = new Date(Date.now() - 2 * 86_400_000).setUTCHours(12, 0, 0, 0)
  const office = await openOffice(stack, ({ number }) => [
    {
      number,
      from: 'whatsapp:+12025550141',
      profileName: 'María López',
      messages: Array.from({ length: 40 }, (_, at) => ({
        direction: 'inbound',
        at: new Date(noon + at * 60_000).toISOString(),
        body: `Message ${at}.`,
        sid: `SM${String(at).padStart(32, '0')}`,
      })),
    },
  ])
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  await desk.openConversation('María')
  await desk.message('Message 39.').waitFor()
  /** How the names of days look that lie over messages: 0 is not to be seen. */
  const opacities = () =>
    desk.page.getByTestId('thread').evaluate((thread) => {
      const { top } = thread.getBoundingClientRect()
      return [...thread.querySelectorAll('section')]
        .filter((section) => {
          const { top: begins, bottom } = section.getBoundingClientRect()
          return begins < top && bottom > top + 40
        })
        .map((section) => getComputedStyle(section.querySelector('h3 > span') as Element).opacity)
    })
  expect(await opacities()).toEqual(['0'])
  await desk.page.getByTestId('thread').hover()
  await desk.page.mouse.wheel(0, -30)
  await expect.poll(opacities).toEqual(['1'])
  await desk.close()
})

it('a name that is too long is cut at its end, in a page that reads from the right, too', async () => {
  const name = 'Maximiliane-Charlotte Freifrau von Hohenstein-Wartburg und zu Donaudampfschiff'
  const office = await openOffice(stack, ({ number }) => [
    {
      number,
      from: 'whatsapp:+12022015541',
      profileName: name,
      messages: [
        { direction: 'inbound', at: new Date().toISOString(), body: 'Hello', sid: `SM${'7'.repeat(32)}` },
      ],
    },
  ])
  const desk = await Desk.open(browser, stack, { viewport: handset })
  await desk.context.addCookies([localeCookie(stack, 'ar')])
  await desk.signIn(office)
  await desk.row('Maximiliane').click()
  const title = desk.page.locator('main header h2')
  await title.waitFor()
  const shown = await title.evaluate((heading) => {
    const words = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT).nextNode() as Text
    const range = document.createRange()
    range.setStart(words, 0)
    range.setEnd(words, 'Maximiliane'.length)
    const [first, box] = [range.getBoundingClientRect(), heading.getBoundingClientRect()]
    const face = heading.closest('header')?.querySelector('span[aria-hidden]')?.getBoundingClientRect()
    return {
      isWhole: first.left > box.left - 1 && first.right < box.right + 1,
      gap: (face?.left ?? 0) - box.right,
    }
  })
  expect(shown.isWhole).toBe(true)
  expect(shown.gap).toBeLessThan(20)
  await desk.close()
})

it('a question rises from below on a phone, and stands in the middle of a desk', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack, { viewport: handset })
  await desk.signIn(office)
  await desk.goto('/settings/numbers')
  await desk.page.getByRole('button', { name: 'Remove' }).click()
  const question = desk.page.getByRole('alertdialog')
  await expect
    .poll(async () => {
      const box = await question.boundingBox()
      return box && { x: box.x, width: box.width, bottom: Math.round(box.y + box.height) }
    })
    .toEqual({ x: 0, width: handset.width, bottom: handset.height })
  await desk.page.setViewportSize({ width: 1440, height: 900 })
  await expect
    .poll(async () => {
      const box = await question.boundingBox()
      return box && Math.round(box.y * 2 + box.height)
    })
    .toBe(900)
  await desk.close()
})

it('no title of the settings moves when its page is there, nor from one to the next', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  const { held, release } = await desk.holdAnswer('**/api/v1/chat-accounts')
  const title = desk.page.locator('main h2:visible').last()
  const left = async () => (await title.boundingBox())?.x
  await desk.goto('/settings/numbers')
  await held
  await title.waitFor()
  const before = await left()
  release()
  await desk.page.getByTestId('validate-number').waitFor()
  expect(await left()).toBe(before)
  for (const slug of ['team', 'business', 'api-keys', 'appearance']) {
    await desk.goto(`/settings/${slug}`)
    await title.waitFor()
    expect(await left(), slug).toBe(before)
  }
  await desk.close()
})

it('a password can be looked at, and is hidden again', async () => {
  const desk = await Desk.open(browser, stack)
  await desk.goto('/sign-in')
  const password = desk.page.getByTestId('sign-in-password')
  await password.fill('correct horse')
  const eye = desk.page.getByRole('button', { name: 'Show what’s typed' })
  await eye.click()
  expect(await password.getAttribute('type')).toBe('text')
  expect(await eye.getAttribute('aria-pressed')).toBe('true')
  await eye.press('Enter')
  expect(await password.getAttribute('type')).toBe('password')
  expect(await password.inputValue()).toBe('correct horse')
  expect(desk.page.url()).toContain('/sign-in')
  await desk.close()
})

it('what few have of a number is under Details, in sight where it is wrong', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  await desk.goto('/settings/numbers')
  await desk.page.getByTestId('add-number').click()
  const form = desk.page.getByRole('dialog')
  const service = form.getByLabel('Messaging Service SID')
  await form.getByLabel('Account SID').waitFor()
  expect(await service.isVisible()).toBe(false)
  expect(await form.getByRole('switch').count()).toBe(0)
  await form.getByText('Details').click()
  await service.fill('not one')
  await form.getByText('Details').click()
  await form.getByTestId('save-number').click()
  await form.getByText('starts with MG').waitFor()
  await form.getByRole('button', { name: 'Cancel' }).click()
  await desk.page.getByRole('button', { name: 'Edit' }).click()
  await form.getByRole('switch').waitFor()
  await desk.close()
})
