import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { control } from './desk.js'
import { sentIn } from './hand-files.js'
import { maria, openFull } from './open-full.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const paragraph = (name: string) => `${name} ${'glaze '.repeat(200)}`.trim()

async function begin() {
  const { desk, office } = await openFull(await sharedChromium(), stack, undefined, ['maria'])
  await desk.openConversation(maria)
  const { page } = desk
  const id = page.url().split('/').at(-1) ?? ''
  const firstWords = async () =>
    (await sentIn(stack.apiUrl, office.apiKey, id)).map(({ body }) => body.split(' ')[0])
  const ours = page.locator('[data-testid=message][data-direction=outbound]')
  return { desk, page, ours, firstWords }
}

it('a text of more than a message is written without a limit, leaves in parts, and is one bubble', async () => {
  const { desk, page, ours: whole, firstWords } = await begin()
  await page.getByTestId('composer').fill([paragraph('First'), paragraph('Second')].join('\n\n'))
  expect(await page.getByTestId('composer-left').textContent()).toBe('2 messages')
  await page.getByTestId('composer').press('Enter')
  await expect.poll(() => whole.getByTestId('part').count()).toBe(2)
  expect(await whole.count()).toBe(1)
  await expect.poll(() => whole.getAttribute('data-status')).toBe('delivered')
  expect(await firstWords()).toEqual(['First', 'Second'])
  await desk.reload()
  await expect.poll(() => whole.getByTestId('part').count()).toBe(2)
  expect(await whole.count()).toBe(1)
  await desk.close()
})

it('a part that did not arrive is marked, and sent again alone, once', async () => {
  const { desk, page, ours, firstWords } = await begin()
  // WhatsApp had trouble, which passes.
  const fault = { kind: 'callback-error', code: 63012, match: { bodyIncludes: 'Second' } }
  await control(stack, 'POST', '/faults', fault)
  const text = ['First', 'Second', 'Third'].map(paragraph).join('\n\n')
  await page.getByTestId('composer').fill(text)
  await page.getByTestId('composer').press('Enter')
  const statuses = () =>
    ours
      .first()
      .getByTestId('part')
      .evaluateAll((parts) => parts.map((part) => part.dataset['status']))
  await expect.poll(statuses).toEqual(['delivered', 'failed', 'delivered'])
  expect(await ours.first().getAttribute('data-status')).toBe('failed')
  const again = ours.first().getByTestId('retry-button')
  expect(await again.count()).toBe(1)
  await again.dblclick()
  await expect.poll(() => ours.count()).toBe(2)
  await expect.poll(() => ours.last().getAttribute('data-status')).toBe('delivered')
  expect(await ours.last().innerText()).toMatch(/^[^]*Second glaze/)
  expect(await ours.last().getByTestId('part').count()).toBe(0)
  await again.waitFor({ state: 'detached' })
  expect(await firstWords()).toEqual(['First', 'Second', 'Third', 'Second'])
  await desk.close()
})
