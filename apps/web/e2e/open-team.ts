import { randomUUID } from 'node:crypto'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { Desk, openOffice, type Colleague, type Office } from './desk.js'
import { amina, fill, maria, tom } from './open-full.js'

const newAna = (): Colleague => ({
  email: `${randomUUID()}@office.test`,
  password: randomUUID(),
  name: 'Ana Ruiz',
  role: 'member',
})

/** Marisol and Ana, each at a desk that shows María, Amina and Tom. */
export async function openTeam(
  browser: Browser,
  stack: SharedStack,
): Promise<{ marisol: Desk; ana: Desk; office: Office }> {
  const colleague = newAna()
  const office = await openOffice(stack, undefined, [colleague])
  const [marisol, ana] = [await Desk.open(browser, stack), await Desk.open(browser, stack)]
  await marisol.signIn(office)
  await ana.signIn(colleague)
  await fill(stack, office, marisol)
  await ana.waitForNames(maria, amina, tom)
  return { marisol, ana, office }
}
