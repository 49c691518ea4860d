import { sharedChromium } from '@cloudpa/testing/chromium'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { Locator, Page } from 'playwright-core'
import { chooseNumber, Desk, handset, type Office } from './desk.js'

/**
 * Opens the simulated phone in the chat of a customer, by the simulator's id of them, with an office.
 * @param touch whether it is held in a hand
 */
export async function openPhone(
  stack: SharedStack,
  office: Office,
  customer: string,
  touch = true,
): Promise<Desk> {
  const phone = await Desk.open(await sharedChromium(), stack, {
    viewport: handset,
    touch,
    permissions: ['microphone', 'clipboard-read', 'clipboard-write'],
  })
  await phone.page.goto(stack.simulatorUrl)
  await phone.page.getByTestId(`customer-${customer}`).click()
  await chooseNumber(phone.page, office)
  return phone
}

/** The messages of a kind that the phone shows. */
export const ofKind = (page: Page, kind: string): Locator =>
  page.locator(`[data-testid="phone-message"][data-kind="${kind}"]`)
