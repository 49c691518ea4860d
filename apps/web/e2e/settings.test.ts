import { randomUUID } from 'node:crypto'
import type { Invitation } from '@cloudpa/contracts/orgs'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset, openOffice, type Office } from './desk.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

async function openTeam(): Promise<{ desk: Desk; asked: string[] }> {
  const [email, password] = [`${randomUUID()}@office.test`, randomUUID()]
  const office = await openOffice(stack, undefined, [{ email, password, name: 'Bruno Sala', role: 'member' }])
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  await desk.goto('/settings/team')
  const asked: string[] = []
  desk.page.on('request', (request) => {
    if (request.method() !== 'GET') asked.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  return { desk, asked }
}

const focused = (desk: Desk, selector: string) => desk.page.locator(`${selector}:focus`).waitFor()

describe('a button at work', () => {
  it('keeps the keyboard and works once, and so does what takes its place', async () => {
    const { desk, asked } = await openTeam()
    await desk.page.getByTestId('invite').press('Enter')
    const submit = desk.page.getByTestId('invite-submit')
    await desk.page.getByLabel('E-mail').fill('paula@office.test')
    const { held, release } = await desk.holdAnswer('**/api/v1/members/invitations')
    await submit.press('Enter')
    await held
    expect(await submit.getAttribute('aria-busy')).toBe('true')
    await submit.press('Enter')
    await submit.click({ force: true })
    await focused(desk, '[data-testid="invite-submit"]')
    release()
    await desk.page.getByText('Link for paula@office.test').waitFor()
    await focused(desk, 'h2')
    await desk.page.getByRole('button', { name: 'Invite someone else' }).press('Enter')
    await focused(desk, 'h2')
    expect(await desk.page.getByLabel('E-mail').inputValue()).toBe('')
    expect(asked).toEqual(['POST /api/v1/members/invitations'])

    await desk.page.keyboard.press('Escape')
    await focused(desk, '[data-testid="invite"]')
    await desk.page.getByRole('button', { name: 'Withdraw' }).press('Enter')
    await desk.page.getByRole('button', { name: 'Withdraw' }).waitFor({ state: 'detached' })
    await focused(desk, 'h2')
    await desk.close()
  })
})

describe('what could not be loaded', () => {
  it.each([
    ['team', '**/api/v1/members', 'main ul[aria-label]'],
    ['numbers', '**/api/v1/chat-accounts', 'main [data-testid="add-number"]'],
    ['api-keys', '**/api/v1/api-keys', 'main ul[aria-label]'],
    ['business', '**/api/v1/me', 'main form'],
  ])('is asked for again in %s', async (slug, address, shown) => {
    const desk = await Desk.open(browser, stack)
    await desk.signIn(await openOffice(stack))
    // Final, so that nothing tries again by itself.
    await desk.page.route(address, (route) => route.fulfill({ status: 418, json: {} }))
    await desk.goto(`/settings/${slug}`)
    const again = desk.page.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    await desk.page.unroute(address)
    await again.press('Enter')
    await desk.page.locator(shown).first().waitFor()
    await focused(desk, 'h2')
    await desk.close()
  })
})

describe('a role', () => {
  it('changes when one is chosen, and by no arrow key on the way there', async () => {
    const { desk, asked } = await openTeam()
    const role = desk.page.getByRole('button', { name: 'Role of Bruno Sala' })
    await role.press('Enter')
    await desk.page.getByRole('menuitemradio', { name: 'Member' }).waitFor()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'Escape']) await desk.page.keyboard.press(key)
    await role.and(desk.page.locator(':focus')).waitFor()
    expect(asked).toEqual([])
    await role.press('Enter')
    await desk.page.getByRole('menuitemradio', { name: 'Admin' }).press('Enter')
    await role.filter({ hasText: 'Admin' }).waitFor()
    await role.and(desk.page.locator(':focus')).waitFor()
    expect(asked).toHaveLength(1)
    await desk.close()
  })
})

async function invite({ apiKey }: Office, email: string): Promise<Invitation> {
  const response = await fetch(`${stack.apiUrl}/api/v1/members/invitations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email, role: 'member' }),
  })
  expect(response.status).toBe(201)
  return (await response.json()) as Invitation
}

describe('an invitation opened by somebody else', () => {
  it('says that signing out failed, and goes on once it did', async () => {
    const office = await openOffice(stack)
    const { link = '' } = await invite(office, `${randomUUID()}@office.test`)
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    await desk.goto(new URL(link).pathname)
    const leave = desk.page.getByRole('button', { name: 'Sign out and carry on' })
    const failOnce = { times: 1 }
    await desk.page.route('**/api/auth/sign-out', (route) => route.fulfill({ status: 503 }), failOnce)
    await leave.press('Enter')
    await desk.page.locator('main [role="alert"]').waitFor()
    await leave.and(desk.page.locator(':focus')).waitFor()
    await leave.press('Enter')
    await desk.page.getByTestId('sign-up-submit').waitFor()
    await desk.close()
  })
})

describe('under a finger', () => {
  /** What is lower than 44 px among what can be pressed in the main part. */
  const tooLow = (desk: Desk) =>
    desk.page.evaluate(() =>
      [...document.querySelectorAll('main :is(a, button, summary)')]
        .filter((element) => element.checkVisibility() && element.getAttribute('role') !== 'switch')
        .map((element) => ({ height: element.getBoundingClientRect().height, html: element.outerHTML }))
        .filter(({ height }) => height > 1 && height < 44),
    )

  it('everything in the settings and on the way in is 44 px high', async () => {
    const desk = await Desk.open(browser, stack, { viewport: handset, touch: true })
    for (const path of ['/sign-in', '/sign-up', '/forgot-password']) {
      await desk.goto(path)
      await desk.page.locator('main :is(a, button)').locator('visible=true').first().waitFor()
      await waitFor(async () => (await tooLow(desk)).length === 0, { what: `high targets in ${path}` })
    }
    await desk.signIn(await openOffice(stack))
    for (const slug of ['', '/numbers', '/team', '/business', '/api-keys', '/appearance']) {
      await desk.goto(`/settings${slug}`)
      await desk.page.locator('main :is(a, button)').locator('visible=true').first().waitFor()
      await desk.page.waitForLoadState('networkidle')
      expect(await tooLow(desk), slug).toEqual([])
    }
    // On a tablet too, where the lists' names are smaller than the place in which a finger hits them.
    await desk.page.setViewportSize({ width: 1024, height: 768 })
    await desk.goto('/inbox')
    const { x, y, width, height } = (await desk.page.getByTestId('filter-all').boundingBox())!
    for (const from of [-21, 21]) {
      const hit = ([left, top]: number[]) =>
        document.elementFromPoint(left!, top!)?.closest('a')?.dataset.testid
      expect(await desk.page.evaluate(hit, [x + width / 2, y + height / 2 + from])).toBe('filter-all')
    }
    await desk.close()
  })
})
