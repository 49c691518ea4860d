import { AxeBuilder } from '@axe-core/playwright'
import { launchChromium } from '@cloudpa/testing/chromium'
import { sharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reachState } from './gallery/reach-state.js'
import { sizes, themes } from './gallery/screens.js'
import { states } from './gallery/states.js'
import { buildTown, type Town } from './gallery/town.js'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

let browser: Browser
let town: Town
beforeAll(async () => {
  const stack = await sharedStack()
  browser = await launchChromium()
  town = await buildTown(stack, browser)
})
afterAll(() => browser?.close())

/** What axe finds on the page as it is, whatever is open over it. */
async function violations(page: Page, where: string): Promise<string[]> {
  // Legacy mode looks at the one page, without opening another to put the frames' findings together: there are no frames.
  const axe = new AxeBuilder({ page }).withTags(rules).setLegacyMode()
  const { violations: found } = await axe.analyze()
  return found.map(({ id, nodes }) => `${where}, ${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/** On a desk in either theme, and then squeezed to a phone's width: whatever is open stays open. */
describe.concurrent('axe finds nothing', () => {
  it.for(states)('on $fullName', async (state) => {
    const { desk, close } = await reachState(town, state, { size: 1440, theme: 'light', language: 'en' })
    try {
      const found: string[] = []
      for (const theme of themes) {
        await desk.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
        found.push(...(await violations(desk.page, theme)))
      }
      await desk.page.setViewportSize(sizes[390].viewport)
      found.push(...(await violations(desk.page, 'on a phone')))
      expect(found).toEqual([])
    } finally {
      await close()
    }
  })

  it.for(states)('on $fullName, from right to left', async (state) => {
    const { desk, close } = await reachState(town, state, { size: 390, theme: 'dark', language: 'ar' })
    try {
      expect(await violations(desk.page, 'right to left')).toEqual([])
    } finally {
      await close()
    }
  })
})
