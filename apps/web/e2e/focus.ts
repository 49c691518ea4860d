import { waitFor } from '@cloudpa/testing/kit'
import type { Desk } from './desk.js'

/** What holds the keyboard, in the words a test would use for it. */
export function focused(desk: Desk): Promise<string> {
  return desk.page.evaluate(() => {
    const active = document.activeElement
    const { testid = '', conversationId = '' } = active instanceof HTMLElement ? active.dataset : {}
    const label = active instanceof HTMLInputElement ? active.labels?.[0]?.textContent : ''
    return [active?.tagName, testid, conversationId, label].filter(Boolean).join(' ')
  })
}

export async function waitForFocus(desk: Desk, what: RegExp): Promise<void> {
  await waitFor(async () => {
    const seen = await focused(desk)
    if (!what.test(seen)) throw new Error(`it is on ${seen}`)
    return true
  })
}
