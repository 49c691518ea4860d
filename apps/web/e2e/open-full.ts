import { randomBytes } from 'node:crypto'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { control, Desk, openOffice, write, type Office } from './desk.js'

/** Customers whom the simulator knows, too. */
const customersByName = {
  maria: { profileName: 'María López', from: 'whatsapp:+12025550141' },
  amina: { profileName: 'Amina Diallo', from: 'whatsapp:+33639980021' },
  tom: { profileName: 'Tom Whitfield', from: 'whatsapp:+447700900152' },
}
type Customer = keyof typeof customersByName
const nameOf = (customer: Customer) => customersByName[customer].profileName
export const [maria, amina, tom] = [nameOf('maria'), nameOf('amina'), nameOf('tom')]

/** Has customers write, the first of them last, and waits until the list has them in that order. */
export async function fill(
  stack: SharedStack,
  office: Office,
  desk: Desk,
  customers: readonly Customer[] = ['maria', 'amina', 'tom'],
): Promise<void> {
  for (const from of customers.toReversed()) await write(stack, office, from, `It is ${from}`)
  await desk.waitForNames(...customers.map(nameOf))
}

/** What each of them wrote a moment ago: the first of them last. */
function wroteJustNow(customers: readonly Customer[]) {
  const nowMs = Date.now()
  return customers.map((customer, n) => {
    const at = new Date(nowMs - (n + 1) * 1_000).toISOString()
    const sid = `SM${randomBytes(16).toString('hex')}`
    return { customer, messages: [{ direction: 'inbound', at, body: `It is ${customer}`, sid }] }
  })
}

/**
 * A desk whose list has María, Amina and Tom, or others, and the org that they wrote to. They wrote before it was opened:
 * that what comes meanwhile is shown, others prove.
 */
export async function openFull(
  browser: Browser,
  stack: SharedStack,
  options?: Parameters<typeof Desk.open>[2],
  customers: readonly Customer[] = ['maria', 'amina', 'tom'],
): Promise<{ desk: Desk; office: Office }> {
  const past = wroteJustNow(customers)
  const office = await openOffice(stack, ({ number }) =>
    past.map(({ customer, messages }) => ({ ...customersByName[customer], number, unread: 1, messages })),
  )
  const { accountSid, number: to } = office
  const statusCallback = `${stack.apiUrl}/api/v1/messaging/webhook/whatsapp/status`
  // Twilio takes answers to those alone whom it knows to have written.
  for (const { customer: from, messages } of past)
    await control(stack, 'POST', '/history', { accountSid, to, from, statusCallback, messages })
  const desk = await Desk.open(browser, stack, options)
  await desk.signIn(office)
  await desk.waitForNames(...customers.map(nameOf))
  return { desk, office }
}
