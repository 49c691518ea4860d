import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset, openOffice, write } from './desk.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const minuteMs = 60_000
// Three lengths, so that nothing fits by chance; of two sides, so that runs and their times come and go.
const bodies = [
  'Yes.',
  'The kiln is full until Thursday, so Friday it is. '.repeat(2),
  'Blue glaze. '.repeat(24),
]

/** A conversation of so many messages with María, the last an hour ago. */
function pastWithMaria(count: number, unread: number) {
  const start = Date.now() - 60 * minuteMs - count * 3 * minuteMs
  const messages = Array.from({ length: count }, (_, n) => ({
    direction: n % 5 === 3 && n < count - unread ? ('outbound' as const) : ('inbound' as const),
    at: new Date(start + n * 3 * minuteMs).toISOString(),
    body: `No. ${n + 1}: ${bodies[n % bodies.length]}`,
    sid: `SM${String(n).padStart(32, '0')}`,
  }))
  return { from: 'whatsapp:+12025550141', profileName: 'María López', unread, messages }
}

interface Look {
  name: string
  deviceScaleFactor: number
  dir: 'ltr' | 'rtl'
}

async function openThread(past: object, look: Look, viewport?: { width: number; height: number }) {
  const office = await openOffice(stack, ({ number }) => [{ ...past, number }])
  const { deviceScaleFactor, dir } = look
  const desk = await Desk.open(browser, stack, { deviceScaleFactor, ...(viewport ? { viewport } : {}) })
  await desk.begin((direction) => {
    document.addEventListener('DOMContentLoaded', () =>
      document.documentElement.setAttribute('dir', direction),
    )
  }, dir)
  await desk.signIn(office)
  await desk.openConversation('María')
  await desk.page.getByTestId('message').first().waitFor()
  await desk.page.evaluate(() => document.fonts.ready.then(() => null))
  return { office, desk }
}

/** Begins to note, after every painted frame, how far the first whole message in sight has moved. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const box = document.querySelector<HTMLElement>('[data-testid="thread"]')
    if (!box) throw new Error('there is no thread')
    const topOf = (element: Element) => element.getBoundingClientRect().top - box.getBoundingClientRect().top
    const all = [...box.querySelectorAll<HTMLElement>('[data-testid="message"]')]
    const held = all.find((element) => topOf(element) >= 0)
    if (!held) throw new Error('nothing is in sight')
    const seen = { from: topOf(held), worst: 0, frames: 0, gone: false }
    // What an IntersectionObserver tells first was measured when the frame was laid out for good: after all
    // ResizeObservers, before it was painted.
    const next = () =>
      requestAnimationFrame(() => {
        const observer = new IntersectionObserver(
          ([entry]) => {
            observer.disconnect()
            seen.frames += 1
            seen.gone ||= !held.isConnected
            const top = (entry?.boundingClientRect.top ?? NaN) - (entry?.rootBounds?.top ?? NaN)
            if (!seen.gone) seen.worst = Math.max(seen.worst, Math.abs(top - seen.from))
            next()
          },
          { root: box },
        )
        observer.observe(held)
      })
    next()
    Object.assign(globalThis, { seen })
  })
}

interface Seen {
  worst: number
  frames: number
  gone: boolean
}

/** @returns px that it moved at most in any frame since `watch`; more frames are awaited, so that the last change is painted */
async function worstMove(page: Page): Promise<number> {
  const read = () => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
  const { frames } = await read()
  await waitFor(async () => (await read()).frames > frames + 3)
  const { worst, gone } = await read()
  expect(gone).toBe(false)
  return worst
}

/** Scrolls as a wheel does, in one go, and waits for the frame. */
async function scrollTo(page: Page, top: number): Promise<void> {
  await page.getByTestId('thread').evaluate(
    (box, to) =>
      new Promise<void>((resolve) => {
        box.scrollTop = to
        requestAnimationFrame(() => setTimeout(resolve))
      }),
    top,
  )
}

const measure = (page: Page) =>
  page.getByTestId('thread').evaluate((box) => {
    const frame = box.getBoundingClientRect()
    const messages = [...box.querySelectorAll<HTMLElement>('[data-testid="message"]')]
    const line = box.querySelector('[data-unread-divider]')?.getBoundingClientRect()
    const last = messages.at(-1)?.getBoundingClientRect()
    return {
      count: messages.length,
      first: Number(messages[0]?.dataset.position),
      scrollTop: box.scrollTop,
      height: frame.height,
      line: line ? line.top - frame.top : null,
      belowLast: frame.bottom - (last?.bottom ?? 0),
    }
  })

/** Makes a message that is so many px above (or below) the top edge taller, as a picture does that loads late. */
async function growMessage(page: Page, at: number, px: number): Promise<void> {
  await page.getByTestId('thread').evaluate(
    (box, { at, px }) =>
      new Promise<void>((resolve) => {
        const edge = box.getBoundingClientRect().top + at
        const all = [...box.querySelectorAll<HTMLElement>('[data-testid="message"] > div')]
        const hit = all.findLast((element) => element.getBoundingClientRect().top < edge) ?? all[0]
        requestAnimationFrame(() => {
          const picture = document.createElement('div')
          picture.style.height = `${px}px`
          hit?.append(picture)
          setTimeout(resolve)
        })
      }),
    { at, px },
  )
}

const looks: Look[] = [
  { name: '1x', deviceScaleFactor: 1, dir: 'ltr' },
  { name: '2x', deviceScaleFactor: 2, dir: 'ltr' },
  { name: 'right to left', deviceScaleFactor: 1, dir: 'rtl' },
]

describe.each(looks)('a reader further up, $name', (look) => {
  it('does not move by a pixel, whatever is added, grows, or resizes', async () => {
    const { office, desk } = await openThread(pastWithMaria(160, 0), look)
    const { page } = desk
    await waitFor(async () => (await measure(page)).belowLast < 40)

    const before = await measure(page)
    await scrollTo(page, 500)
    await watch(page)
    await waitFor(async () => (await measure(page)).count > before.count)
    expect(await worstMove(page), 'older messages').toBeLessThanOrEqual(1)

    for (const at of [-300, -1, 200]) {
      await watch(page)
      await growMessage(page, at, 133.5)
      if (at < 0) expect(await worstMove(page), `growth at ${at}`).toBeLessThanOrEqual(1)
    }
    // A hundred growths of a third of a pixel: rounding must not add up.
    await watch(page)
    for (let i = 0; i < 100; i++) await growMessage(page, -300, 0.3)
    expect(await worstMove(page), 'many small growths').toBeLessThanOrEqual(1)

    await watch(page)
    for (const size of [
      { width: 1000, height: 700 },
      { width: 800, height: 900 },
      { width: 1440, height: 900 },
    ]) {
      await page.setViewportSize(size)
    }
    expect(await worstMove(page), 'resizes').toBeLessThanOrEqual(1)

    await watch(page)
    await write(stack, office, 'maria', 'Are you there?')
    await write(stack, office, 'maria', 'Hello?')
    const pill = page.getByTestId('jump-down')
    await waitFor(async () => (await pill.textContent())?.includes('2 new messages'))
    expect(await worstMove(page), 'live messages').toBeLessThanOrEqual(1)

    await pill.click()
    await pill.waitFor({ state: 'detached' })
    await desk.message('Hello?').waitFor()
    expect((await measure(page)).belowLast).toBeLessThan(40)
    await desk.close()
  })
})

describe('a thread that is open at its end', () => {
  it('keeps what arrives and what grows in sight, and a phone’s keyboard under it', async () => {
    const { office, desk } = await openThread(pastWithMaria(80, 0), looks[1] as Look, handset)
    const { page } = desk
    const isAtEnd = async () => Math.abs((await measure(page)).belowLast) < 40
    await waitFor(isAtEnd)
    await write(stack, office, 'maria', 'One more thing.')
    await desk.message('One more thing.').waitFor()
    expect(await isAtEnd()).toBe(true)
    await growMessage(page, 300, 200)
    expect(await isAtEnd()).toBe(true)
    await page.setViewportSize({ width: handset.width, height: 480 })
    await waitFor(async () => (await measure(page)).height < 420)
    expect(await isAtEnd()).toBe(true)

    await page.setViewportSize(handset)
    await scrollTo(page, (await measure(page)).scrollTop - 900)
    await watch(page)
    await page.setViewportSize({ width: handset.width, height: 480 })
    await waitFor(async () => (await measure(page)).height < 420)
    await page.setViewportSize(handset)
    expect(await worstMove(page)).toBeLessThanOrEqual(1)
    await desk.close()
  })
})

describe('a thread with much unread', () => {
  it('opens with the unread line in the upper third, where it stays, and never draws more than five pages', async () => {
    const { office, desk } = await openThread(pastWithMaria(420, 300), looks[0] as Look)
    const { page } = desk
    await page.locator('[data-unread-divider]').waitFor()
    await waitFor(async () => (await measure(page)).line !== null)
    const opened = await measure(page)
    expect(opened.line).toBeGreaterThanOrEqual(0)
    expect(opened.line).toBeLessThan(opened.height / 3)
    await watch(page)
    await growMessage(page, -200, 180)
    await growMessage(page, (opened.line ?? 0) - 2, 90)
    const later = await measure(page)
    expect(Math.abs((later.line ?? 0) - (opened.line ?? 0))).toBeLessThanOrEqual(1)

    // All the way up, then to the end, page after page.
    for (const [edge, want] of [
      ['top', 'No. 1:'],
      ['bottom', 'No. 420:'],
    ] as const) {
      await waitFor(async () => {
        await page.getByTestId('thread').evaluate((box, to) => {
          box.scrollTop = to === 'top' ? 0 : box.scrollHeight
        }, edge)
        expect((await measure(page)).count).toBeLessThanOrEqual(250)
        return (await desk.message(want).count()) > 0
      })
    }

    await scrollTo(page, 0)
    await waitFor(async () => (await desk.message('No. 420:').count()) === 0)
    await write(stack, office, 'maria', 'And one more.')
    const pill = page.getByTestId('jump-down')
    await waitFor(async () => (await pill.textContent())?.includes('1 new message'))
    await pill.click()
    await desk.message('And one more.').waitFor()
    await waitFor(async () => (await measure(page)).belowLast < 40)
    expect((await measure(page)).count).toBeLessThanOrEqual(250)
    await desk.close()
  })
})
