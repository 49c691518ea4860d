import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { findViolations } from './find-violations.js'
import { reachState } from './gallery/reach-state.js'
import { states } from './gallery/states.js'
import { buildTown, type Town } from './gallery/town.js'

let browser: Browser
let town: Town
beforeAll(async () => {
  const stack = await sharedStack()
  browser = await sharedChromium()
  town = await buildTown(stack, browser)
})

describe.concurrent('axe finds nothing on a phone, from right to left', () => {
  it.for(states)('on $fullName', async (state) => {
    const { desk, close } = await reachState(town, state, { size: 390, theme: 'dark', language: 'ar' })
    try {
      expect(await findViolations(desk.page, 'right to left')).toEqual([])
    } finally {
      await close()
    }
  })
})
