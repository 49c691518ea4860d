// How a screen is brought into a state from outside: by what its requests are answered with, or not.
import { sayError } from '@cloudpa/contracts/english'
import { errorReasons, errorStatus, type ErrorReason, type ReasonParams } from '@cloudpa/contracts/errors'
import type { Page } from 'playwright-core'
import type { Desk } from '../desk.js'
import { intercept, type Intercepted } from '../intercept.js'
import type { Town } from './town.js'

/** Requests for the list of conversations, and for one of them or its messages. */
export const asksForList = /\/messaging\/conversations\?/
export const asksForThread = /\/messaging\/conversations\/[^/?]+(\/messages)?(\?|$)/

/** Opens a page and waits for something on it. */
export async function see(desk: Desk, path: string, selector: string): Promise<void> {
  await desk.goto(path)
  await visible(desk.page, selector)
}

/** Waits until something is there and not hidden, as the same thing may be once for each width. */
export async function visible(page: Page, selector: string): Promise<void> {
  await page.locator(selector).locator('visible=true').first().waitFor()
}

/** Opens a page on which such requests are never answered, and resolves when one was made and is waited for. */
export async function seeWaiting(desk: Desk, path: string, address: RegExp): Promise<void> {
  let note = () => {}
  const asked = new Promise<void>((resolve) => (note = resolve))
  await intercept(desk.page, address, () => note())
  await desk.goto(path)
  await asked
  await painted(desk.page)
}

/** Has such requests answered by the words of this function instead of by the API. */
export async function answer(
  page: Page,
  address: RegExp,
  body: object | ((request: Intercepted) => object),
  status = 200,
): Promise<void> {
  await intercept(page, address, (request) =>
    request.answer(typeof body === 'function' ? body(request) : body, status),
  )
}

/** Has such requests refused for this reason, in the shape and with the words in which the API does. */
export function refuse<R extends ErrorReason>(
  page: Page,
  address: RegExp,
  reason: R,
  told: ReasonParams<R>,
): Promise<void> {
  const { code } = errorReasons[reason]
  const error = { code, message: sayError(reason, told), params: { reason, ...told }, requestId: 'r' }
  return answer(page, address, { error }, errorStatus[code])
}

/** Has such requests refused, as by a server in trouble. */
export function fail(page: Page, address: RegExp): Promise<void> {
  return refuse(page, address, 'our_fault', {})
}

/** What stands where something is loading: the way that all rooms mark it. */
const loading = '[aria-busy="true"], [role="status"][aria-label]'

/** Waits until nothing on the page is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    (marks) =>
      [...document.querySelectorAll(marks)].every((element) => element.getClientRects().length === 0),
    loading,
  )
}

/** What says that something went wrong, beside a page's own live regions, which are for ears alone. */
export const trouble = 'main [role="alert"]:not(.sr-only):not(:empty)'

/** Resolves when what the page shows now is on the screen. */
export async function painted(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
}

/** Opens a conversation by its address: in a long list its row need not be there. */
export function openThread(desk: Desk, town: Town, name: string): Promise<void> {
  return see(desk, town.addressOf(name), byId('message'))
}

export const byId = (testId: string) => `[data-testid="${testId}"]`

/** Whatever is open over the page. */
export const overlay = '[role="dialog"], [role="alertdialog"], [role="menu"]'

/** Opens what a button leads to: the nth on the page that says it opens a dialog. */
export async function openDialog(page: Page, button: string, nth = 0): Promise<void> {
  await page.locator(button).locator('visible=true').nth(nth).click()
  await visible(page, overlay)
}

/** What opens a question before something final. */
export const asksFirst = 'main [aria-haspopup="dialog"]'
