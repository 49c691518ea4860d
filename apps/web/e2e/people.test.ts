import { randomUUID } from 'node:crypto'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { control, Desk, openOffice } from './desk.js'

let stack: Stack
let browser: Browser
beforeAll(async () => {
  stack = await startStack({ web: true, simulator: true })
  browser = await sharedChromium()
})
afterAll(() => stack?.stop())

async function signUp(desk: Desk, name: string): Promise<{ email: string; password: string }> {
  const person = { email: `${randomUUID()}@people.test`, password: randomUUID() }
  await desk.page.getByTestId('sign-up-name').fill(name)
  await desk.page.getByTestId('sign-up-email').fill(person.email)
  await desk.page.getByTestId('sign-up-password').fill(person.password)
  await desk.page.getByTestId('sign-up-submit').click()
  return person
}

it('a stranger signs up and finds an empty inbox that says what to do', async () => {
  const desk = await Desk.open(browser, stack)
  await desk.goto('/')
  await desk.page.waitForURL('**/sign-in')
  await desk.goto('/sign-up')
  await signUp(desk, 'Nadia Stein')
  await desk.page.waitForURL('**/inbox')
  await desk.page.getByTestId('empty-inbox').waitFor()
  await desk.close()
})

it('the empty inbox lets the simulated customer write', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  await desk.page.getByTestId('let-write-button').click()
  await desk.page.getByTestId('conversation-row').first().waitFor()
  await desk.close()
})

it('an admin connects a number, and hears from Twilio whether it works', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  await desk.goto('/settings/numbers')
  await desk.page.getByTestId('validate-number').first().click()
  await desk.page.getByTestId('validation-result').filter({ hasText: 'work' }).waitFor()
  await desk.page.getByTestId('add-number').click()
  await desk.page.getByLabel('WhatsApp number').fill('+15550001234')
  await desk.page.getByLabel(/account sid/i).fill('AC0123456789abcdef0123456789abcdef')
  await desk.page.getByLabel(/auth token/i).fill('not-the-token')
  await desk.page.getByTestId('save-number').click()
  await waitFor(async () => (await desk.page.getByTestId('validate-number').count()) === 2)
  // Nobody asked: a new number is checked by itself.
  await desk.page
    .getByTestId('validation-result')
    .filter({ hasText: 'doesn’t accept this Auth Token' })
    .waitFor()
  await desk.page.getByText('Doesn’t work').waitFor()
  const [accountSid, authToken] = ['AC0123456789abcdef0123456789abcdef', randomUUID()]
  await control(stack, 'PUT', `/accounts/${accountSid}`, { authToken })
  await desk.page.getByRole('button', { name: 'Enter the token again' }).click()
  await desk.page.getByLabel(/auth token/i).fill(authToken)
  await desk.page.getByTestId('save-number').click()
  await desk.page.getByText('Doesn’t work').waitFor({ state: 'detached' })
  await waitFor(async () => (await desk.page.getByText('Connected').count()) === 2)
  expect(await desk.page.content()).not.toContain('not-the-token')
  await desk.close()
})

it('an invitation link brings a colleague in', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  await desk.goto('/settings/team')
  await desk.page.getByTestId('invite').click()
  const email = `${randomUUID()}@people.test`
  await desk.page
    .getByLabel(/e-?mail/i)
    .first()
    .fill(email)
  await desk.page.getByTestId('invite-submit').click()
  const link = await waitFor(
    async () =>
      /https?:\/\/[^\s"<]+\/invite\/[\w-]{43}/.exec((await desk.page.textContent('body')) ?? '')?.[0],
  )
  const colleague = await Desk.open(browser, stack)
  await colleague.goto(link)
  await colleague.page.getByText('Studio Marisol').first().waitFor()
  await colleague.page.getByTestId('sign-up-name').fill('Col League')
  await expect.poll(() => colleague.page.getByTestId('sign-up-email').inputValue()).toBe(email)
  await colleague.page.getByTestId('sign-up-password').fill(randomUUID())
  await colleague.page.getByTestId('sign-up-submit').click()
  await colleague.page.waitForURL('**/inbox')
  const me = await colleague.page.evaluate(
    async () => (await fetch('/api/v1/me')).json() as Promise<{ orgs: unknown[] }>,
  )
  expect(me.orgs).toHaveLength(1)
  await colleague.goto('/settings/team')
  await colleague.page.getByText(office.email).waitFor()
  await Promise.all([desk.close(), colleague.close()])
})

it('the sign-in page starts in its e-mail', async () => {
  const desk = await Desk.open(browser, stack)
  await desk.goto('/sign-in')
  await desk.page.locator('[data-testid="sign-in-email"]:focus').waitFor()
  await desk.close()
})

it('a used link to a new password leads to another one', async () => {
  const desk = await Desk.open(browser, stack)
  await desk.goto('/reset-password?token=used-before')
  await desk.page.getByLabel('New password').fill(randomUUID())
  await desk.page.getByRole('button', { name: 'Save password' }).click()
  await desk.page.getByRole('link', { name: 'Get a new one' }).waitFor()
  await desk.close()
})
