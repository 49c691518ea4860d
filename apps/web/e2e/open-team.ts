import { randomUUID } from 'node:crypto'
import type { Label, LabelColor } from '@cloudpa/contracts/labels'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { Desk, openOffice, type Colleague, type Office } from './desk.js'
import { amina, fill, maria, tom } from './open-full.js'

/** Somebody who answers customers, and is no admin. */
export const newAna = (): Colleague => ({
  email: `${randomUUID()}@office.test`,
  password: randomUUID(),
  name: 'Ana Ruiz',
  role: 'member',
})

/** Asks the API as a program of an office's does. */
export async function askAs<T>(
  stack: SharedStack,
  { apiKey }: Pick<Office, 'apiKey'>,
  method: string,
  path: string,
  body: object,
): Promise<T> {
  const answer = await fetch(`${stack.apiUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await answer.json()) as T
}

export const newLabel = (stack: SharedStack, office: Office, name: string, color: LabelColor = 'orange') =>
  askAs<Label>(stack, office, 'POST', '/labels', { name, color })

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
