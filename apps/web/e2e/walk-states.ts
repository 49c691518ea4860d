import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack } from '@cloudpa/testing/shared-stack'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { findLost } from './find-lost.js'
import { findViolations } from './find-violations.js'
import { reachState } from './gallery/reach-state.js'
import { painted } from './gallery/reach.js'
import { sizes } from './gallery/screens.js'
import { speakArabic } from './gallery/speak-arabic.js'
import { states, type NamedState } from './gallery/states.js'
import { buildTown, type Town } from './gallery/town.js'

/** A common desk, four times as large (WCAG 1.4.10). */
const narrowest = { width: 320, height: 640 }

/** What shows one person's words to another, and itself says nothing in another language. */
const hasOneLanguage = ({ room }: NamedState) => room === 'phone'

/**
 * On a desk in either theme, then squeezed to a phone's width and below, and at last on a phone from right to left:
 * whatever is open stays open, so that each state is reached once.
 * @param third which of all states, of which three files walk a third each: side by side, they keep nobody waiting
 */
export function walkStates(third: 0 | 1 | 2): void {
  const some = states.filter((_, at) => at % 3 === third)
  let town: Town
  beforeAll(async () => {
    const stack = await sharedStack()
    town = await buildTown(stack, await sharedChromium())
  })

  describe.concurrent('axe finds nothing, and nothing is lost', () => {
    it.for(some)('on $fullName', async (state) => {
      const { desk, close } = await reachState(town, state, { size: 1440, theme: 'light', language: 'en' })
      const { page } = desk
      try {
        const found = await findViolations(page, 'light')
        await finishFlashes(page)
        await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
        found.push(...(await findViolations(page, 'dark', 'colours')))
        await page.setViewportSize(sizes[390].viewport)
        // All that is there only on a phone is looked at in Arabic.
        const sameBut = hasOneLanguage(state) ? undefined : 'places'
        found.push(...(await findViolations(page, 'on a phone', sameBut)))
        await page.setViewportSize(narrowest)
        await painted(page)
        found.push(...(await findLost(page, 'in 320 px')), ...(await findLostEnlarged(page)))
        if (!hasOneLanguage(state) && !state.cutOff) {
          await speakArabic(town, desk, state)
          found.push(...(await findViolations(page, 'right to left')))
        }
        expect(found).toEqual([])
      } finally {
        await close()
      }
    })

    it.for(some.filter(({ cutOff }) => cutOff))('on $fullName, from right to left', async (state) => {
      const { desk, close } = await reachState(town, state, { size: 390, theme: 'dark', language: 'ar' })
      try {
        expect(await findViolations(desk.page, 'right to left')).toEqual([])
      } finally {
        await close()
      }
    })
  })
}

/** A message that one jumped to flashes in the colour of the theme it was reached in, which the next one hasn't. */
function finishFlashes(page: Page): Promise<void> {
  return page.locator('[data-flashes] *').evaluateAll((elements) => {
    for (const animation of elements.flatMap((element) => element.getAnimations())) animation.finish()
  })
}

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
