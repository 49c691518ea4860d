import { AxeBuilder } from '@axe-core/playwright'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { launchChromium } from '@cloudpa/testing/chromium'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Desk, handset, openOffice, write } from './desk.js'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await launchChromium()
})
afterAll(() => browser?.close())

async function violations(desk: Desk): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page: desk.page }).withTags(rules).analyze()
  return found.map(
    ({ id, nodes }) => `${desk.page.url()} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
  )
}

it.each([
  ['desktop', 'light', undefined],
  ['desktop', 'dark', undefined],
  ['phone', 'light', handset],
  ['phone', 'dark', handset],
] as const)('axe finds nothing on a %s in the %s', async (_, colorScheme, viewport) => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack, { ...(viewport ? { viewport } : {}), colorScheme })
  const found: string[] = []
  await desk.goto('/sign-up')
  found.push(...(await violations(desk)))
  await desk.signIn(office)
  await desk.page.getByTestId('empty-inbox').waitFor()
  found.push(...(await violations(desk)))
  await write(stack, office, 'maria', 'Hola')
  await desk.openConversation('María')
  await desk.reply('Buenas')
  found.push(...(await violations(desk)))
  for (const page of ['numbers', 'team', 'api-keys', 'organisation', 'appearance']) {
    await desk.goto(`/settings/${page}`)
    await desk.page.getByRole('heading', { level: 1 }).first().waitFor()
    found.push(...(await violations(desk)))
  }
  expect(found).toEqual([])
  await desk.close()
})
