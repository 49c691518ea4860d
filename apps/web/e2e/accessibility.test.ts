import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { findLost } from './find-lost.js'
import { findViolations } from './find-violations.js'
import { reachState } from './gallery/reach-state.js'
import { painted } from './gallery/reach.js'
import { sizes } from './gallery/screens.js'
import { states } from './gallery/states.js'
import { buildTown, type Town } from './gallery/town.js'

let browser: Browser
let town: Town
beforeAll(async () => {
  const stack = await sharedStack()
  browser = await sharedChromium()
  town = await buildTown(stack, browser)
})

/** A common desk, four times as large (WCAG 1.4.10). */
const narrowest = { width: 320, height: 640 }

/** On a desk in either theme, and then squeezed to a phone's width and below: whatever is open stays open. */
describe.concurrent('axe finds nothing, and nothing is lost', () => {
  it.for(states)('on $fullName', async (state) => {
    const { desk, close } = await reachState(town, state, { size: 1440, theme: 'light', language: 'en' })
    const { page } = desk
    try {
      const found = await findViolations(page, 'light')
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      found.push(...(await findViolations(page, 'dark', 'colours')))
      await page.setViewportSize(sizes[390].viewport)
      found.push(...(await findViolations(page, 'on a phone')))
      await page.setViewportSize(narrowest)
      await painted(page)
      found.push(...(await findLost(page, 'in 320 px')), ...(await findLostEnlarged(page)))
      expect(found).toEqual([])
    } finally {
      await close()
    }
  })
})

/** With text twice as large, by the browser's own setting, to which the layout answers, too. */
async function findLostEnlarged(page: Page): Promise<string[]> {
  const found: string[] = []
  const tools = await page.context().newCDPSession(page)
  await tools.send('Page.setFontSizes', { fontSizes: { standard: 32 } })
  for (const size of [768, 1440] as const) {
    await page.setViewportSize(sizes[size].viewport)
    await painted(page)
    found.push(...(await findLost(page, `at 200 % in ${size} px`)))
  }
  // The window is used again.
  await tools.send('Page.setFontSizes', { fontSizes: { standard: 16 } })
  await tools.detach()
  return found
}
