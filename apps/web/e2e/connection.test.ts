import { launchChromium } from '@cloudpa/testing/chromium'
import { startStack, startWire, type Stack, type Wire } from '@cloudpa/testing/kit'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, openOffice, write } from './desk.js'

describe('a screen whose network goes silent', () => {
  let stack: Stack
  let wire: Wire
  let browser: Browser
  beforeAll(async () => {
    stack = await startStack({ web: true, simulator: true, env: { LIVE_HEARTBEAT_MS: '1000' } })
    wire = await startWire(stack.webUrl)
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await wire?.stop()
    await stack?.stop()
  })

  it('notices, though nobody closed the line, says so, and catches up', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, { ...stack, webUrl: new URL(wire.url).origin })
    await desk.signIn(office)
    await write(stack, office, 'maria', 'Before')
    await desk.row('María').waitFor()
    const bar = desk.page.getByTestId('connection-bar')
    expect(await bar.count()).toBe(0)
    wire.freeze()
    await bar.waitFor()
    await write(stack, office, 'tom', 'Meanwhile')
    wire.mend()
    await desk.row('Tom').waitFor()
    await bar.waitFor({ state: 'detached' })
    expect(await desk.neverReloaded()).toBe(true)
    await desk.close()
  })
})
