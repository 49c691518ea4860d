import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { Desk, openOffice, write, type Office } from './desk.js'

const names = { maria: 'María López', amina: 'Amina Diallo', tom: 'Tom Whitfield' }
export const { maria, amina, tom } = names

/** Has customers write, the first of them last, and waits until the list has them in that order. */
export async function fill(
  stack: SharedStack,
  office: Office,
  desk: Desk,
  customers: readonly (keyof typeof names)[] = ['maria', 'amina', 'tom'],
): Promise<void> {
  for (const from of customers.toReversed()) await write(stack, office, from, `It is ${from}`)
  await desk.waitForNames(...customers.map((customer) => names[customer]))
}

/** A desk whose list has María, Amina and Tom, or others, and the org that they wrote to. */
export async function openFull(
  browser: Browser,
  stack: SharedStack,
  options?: Parameters<typeof Desk.open>[2],
  customers?: Parameters<typeof fill>[3],
): Promise<{ desk: Desk; office: Office }> {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack, options)
  await desk.signIn(office)
  await fill(stack, office, desk, customers)
  return { desk, office }
}
