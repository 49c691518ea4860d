import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { Desk, openOffice, takenOver } from './desk.js'
import { painted } from './gallery/reach.js'
import { intercept } from './intercept.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

// A shape of its own, so that no other test has left such a window.
const shape = { viewport: { width: 1234, height: 789 }, timezoneId: 'Asia/Tokyo' }

/** All that a page could know of who had its window before. */
async function readTraces({ page, context }: Desk) {
  const inPage = await page.evaluate(async () => ({
    local: localStorage.getItem('left'),
    session: sessionStorage.getItem('left'),
    database: (await indexedDB.databases()).some(({ name }) => name === 'left'),
    cache: await caches.has('left'),
    history: history.length,
    begun: 'begun' in globalThis,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    width: innerWidth,
  }))
  return { ...inPage, cookies: (await context.cookies()).length, pages: context.pages().length }
}

const untouched = {
  local: null,
  session: null,
  database: false,
  cache: false,
  begun: false,
  dark: false,
  width: shape.viewport.width,
  cookies: 0,
  pages: 1,
}

const askConfig = ({ page }: Desk) =>
  page.evaluate(async () => (await fetch('/api/v1/config', { cache: 'no-store' })).status)

it('a window that is used again knows nothing of who had it', async () => {
  const office = await openOffice(stack)
  const first = await Desk.open(browser, stack, shape)
  await first.begin(() => Object.assign(globalThis, { begun: true }), undefined)
  await first.signIn(office)
  await first.page.evaluate(async () => {
    localStorage.setItem('left', 'yes')
    sessionStorage.setItem('left', 'yes')
    await caches.open('left')
    await new Promise((resolve, reject) => {
      const opening = indexedDB.open('left')
      opening.addEventListener('success', resolve)
      opening.addEventListener('error', reject)
    })
  })
  await first.page.route('**/sign-in', (route) => route.abort())
  await first.context.route('**/sign-up', (route) => route.abort())
  await intercept(first.page, /\/config$/, (request) => request.answer({}, 418))
  expect(await askConfig(first)).toBe(418)
  await first.page.emulateMedia({ colorScheme: 'dark' })
  await first.page.setViewportSize({ width: 400, height: 800 })
  await first.context.newPage()
  const left = await readTraces(first)
  for (const [name, value] of Object.entries(untouched)) expect(left).not.toMatchObject({ [name]: value })
  await first.context.setOffline(true)
  await first.close()

  const second = await Desk.open(browser, stack, shape)
  expect(second.page).toBe(first.page)
  for (const path of ['/sign-up', '/sign-in']) await second.goto(path)
  expect(await askConfig(second)).toBe(200)
  expect(await readTraces(second)).toEqual({ ...untouched, history: 3 })
  await second.close()
})

it('windows of two who are there at once, or of another shape, are two', async () => {
  const desks = [
    await Desk.open(browser, stack, shape),
    await Desk.open(browser, stack, shape),
    await Desk.open(browser, stack, { ...shape, colorScheme: 'dark' }),
  ]
  expect(new Set(desks.map(({ context }) => context)).size).toBe(3)
  for (const desk of desks) await desk.close()
})

it('a page is taken over when nothing on it waits for its script any more', async () => {
  const desk = await Desk.open(browser, stack, shape)
  await desk.goto('/sign-in')
  const dead = await desk.page.evaluateHandle(() =>
    document.body.appendChild(document.createElement('button')),
  )
  const taken = takenOver(desk.page).then(() => 'taken over')
  for (let i = 0; i < 5; i++) {
    expect(await Promise.race([taken, painted(desk.page).then(() => 'waits')])).toBe('waits')
  }
  await dead.evaluate((button) => button.remove())
  expect(await taken).toBe('taken over')
  await desk.close()
})
