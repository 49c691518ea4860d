import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import { Desk, openOffice, write, type Office } from './desk.js'

export const maria = '+34600112890'

/** An office to which somebody wrote, whom WhatsApp calls by their number. */
export async function openContacts(
  browser: Browser,
  stack: SharedStack,
  options: BrowserContextOptions & { touch?: boolean } = {},
): Promise<{ office: Office; desk: Desk }> {
  const office = await openOffice(stack)
  await write(stack, office, `whatsapp:${maria}`, 'Hello')
  const desk = await Desk.open(browser, stack, options)
  await desk.signIn(office)
  return { office, desk }
}

/** Their row in the list of contacts. */
export const person = (desk: Desk, name: string) =>
  desk.page.locator('[data-contact-row]').filter({ hasText: name })

/** Imports a table over the API, as a program does. */
export async function importTable(stack: SharedStack, { apiKey }: Office, table: string): Promise<void> {
  const answer = await fetch(`${stack.apiUrl}/api/v1/contacts/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv' },
    body: table,
  })
  expect(answer.status).toBe(200)
}
