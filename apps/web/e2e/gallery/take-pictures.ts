// `npm run gallery`: a picture of every screen and state, in each size and theme, and a page that shows them.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchChromium } from '@cloudpa/testing/chromium'
import { sharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pictureName, type Picture } from './picture.js'
import { reachState } from './reach-state.js'
import { languages, sizes, themes, type Size } from './screens.js'
import { states, type NamedState } from './states.js'
import { buildTown, type Town } from './town.js'
import { writeIndex } from './write-index.js'

const folder = process.env.GALLERY_DIR ?? ''
const wordsIn = (text = '') => text.split(' ').filter(Boolean)
const words = wordsIn(process.env.GALLERY_ONLY)
const onlySizes = wordsIn(process.env.GALLERY_SIZES)
const wanted = states.filter(
  ({ fullName }) => words.length === 0 || words.some((word) => fullName.includes(word)),
)

let browser: Browser
let town: Town
beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  const stack = await sharedStack()
  browser = await launchChromium()
  town = await buildTown(stack, browser)
})
afterAll(async () => {
  await browser?.close()
  writeIndex(folder, states)
})

const widths = Object.keys(sizes)
  .filter((size) => onlySizes.length === 0 || onlySizes.includes(size))
  .map((size) => Number(size) as Size)

for (const size of widths) {
  for (const language of languages) {
    // What doesn't fit is seen where there is least room.
    if (language === 'en-XA' && size !== 390) continue
    // In another language colours are what they were.
    const wantedThemes = language === 'en' ? themes : themes.slice(0, 1)
    describe.concurrent(`${size} px, ${language}`, () => {
      it.for(wanted)('$fullName', (state) => takePictures(state, { size, language, themes: wantedThemes }))
    })
  }
}

/** Brings one screen into the state, and shows it in one theme after the other. */
async function takePictures(
  state: NamedState,
  {
    themes: wantedThemes,
    ...shape
  }: Pick<Picture, 'size' | 'language'> & { themes: readonly Picture['theme'][] },
): Promise<void> {
  const { desk, close } = await reachState(town, state, { ...shape, theme: wantedThemes[0] ?? 'light' })
  try {
    for (const theme of wantedThemes) {
      await desk.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await desk.page.evaluate(() => document.fonts.ready)
      const path = join(folder, pictureName({ state: state.fullName, ...shape, theme }))
      await desk.page.screenshot({ path, animations: 'disabled' })
    }
    if (!state.breaks) expect(desk.errors).toEqual([])
  } finally {
    await close()
  }
}
