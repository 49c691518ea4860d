import { openPage, type Browser, type Context, type Page } from './browser.js'
import type { Town } from './town.js'

export const row = '[data-testid="conversation-row"]'
export const message = '[data-testid="message"]'
const composer = '[data-testid="composer"]'

/** Somebody signed in, whose browser has nothing cached. */
export async function signIn(browser: Browser, { stack, email, password }: Town): Promise<Context> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const answer = await context.request.post(`${stack.webUrl}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: stack.webUrl },
  })
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`)
  return context
}

/** Opens the inbox and waits for its list. */
export async function openInbox(context: Context, { stack }: Town): Promise<Page> {
  const page = await openPage(context)
  await page.goto(`${stack.webUrl}/inbox`)
  await page.locator(row).first().waitFor()
  return page
}

/** What the last message of a conversation says, which its row shows too. */
export const lastLine = (customer: number) => `Line 1 of customer ${customer}.`

export const rowOf = (page: Page, customer: number) => page.locator(row, { hasText: lastLine(customer) })

/** Opens a conversation and waits for its thread and for where one answers. */
export async function openConversation(page: Page, customer: number): Promise<void> {
  await rowOf(page, customer).click()
  await page.locator(message, { hasText: lastLine(customer) }).waitFor()
  await page.locator(composer).waitFor()
}

export const composerOf = (page: Page) => page.locator(composer)
