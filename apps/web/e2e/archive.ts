import { randomBytes } from 'node:crypto'
import { waitFor } from '@cloudpa/testing/kit'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { Desk, openOffice, type Office } from './desk.js'

export const old = 'The celadón glaze you asked for in spring'

/** A desk of somebody who has written with Beatriz for long, and once with Tomás. */
export async function openArchive(
  browser: Browser,
  stack: SharedStack,
  options?: Parameters<typeof Desk.open>[2],
): Promise<{ desk: Desk; office: Office }> {
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
  return { desk, office }
}

/** Whether a message is all in sight, and flashed. */
export async function isFlashed(desk: Desk, text: string): Promise<void> {
  const message = desk.message(text)
  await message.and(desk.page.locator('[data-flashes]')).waitFor()
  await waitFor(async () => {
    const [box, thread] = [await message.boundingBox(), await desk.page.getByTestId('thread').boundingBox()]
    return box && thread && box.y >= thread.y && box.y + box.height <= thread.y + thread.height
  })
}

/** The same, and it has the keyboard. */
export async function isShown(desk: Desk, text: string): Promise<void> {
  await isFlashed(desk, text)
  expect(await desk.message(text).evaluate((element) => element === document.activeElement)).toBe(true)
}
