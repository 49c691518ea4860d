import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { Desk, openOffice } from './desk.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const minuteMs = 60_000

/** María's thread: two that she wrote in one breath, and two answers of which only the first was read. */
async function openMaria(): Promise<Desk> {
  const start = Date.now() - 60 * minuteMs
  const said = (minutes: number, direction: string, body: string, more = {}) => ({
    direction,
    at: new Date(start + minutes * minuteMs).toISOString(),
    body,
    sid: `SM${String(minutes * 100).padStart(32, '0')}`,
    ...more,
  })
  const office = await openOffice(stack, ({ number }) => [
    {
      number,
      from: 'whatsapp:+12025550141',
      profileName: 'María López',
      messages: [
        said(0, 'inbound', 'Good morning.'),
        said(1, 'inbound', 'See https://a.test/bowl'),
        said(9, 'outbound', 'It is ready.', { status: 'read' }),
        said(10, 'outbound', 'Come by.', { status: 'delivered' }),
        said(20, 'outbound', 'Nobody knows why.', { status: 'failed', errorCode: '63999' }),
      ],
    },
  ])
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  await desk.openConversation('María')
  await desk.message('Nobody knows why.').waitFor()
  return desk
}

/** The words of the message that has the focus, or holds it; null elsewhere. */
const focused = (desk: Desk) =>
  desk.page.evaluate(
    () =>
      document.activeElement?.closest('[data-testid="message"]')?.querySelector('[dir]')?.textContent ?? null,
  )

it('a run says once when, and how far only where messages differ; all of it is read out', async () => {
  const desk = await openMaria()
  const seen = await desk.page.getByTestId('message').evaluateAll((messages) =>
    messages.map((message) => ({
      times: message.querySelectorAll('time').length,
      shown: message.querySelectorAll('time:not(.sr-only)').length,
      tick: message.querySelector('[data-testid="tick"]')?.getAttribute('data-status') ?? null,
    })),
  )
  expect(seen).toEqual([
    { times: 1, shown: 0, tick: null },
    { times: 1, shown: 1, tick: null },
    { times: 1, shown: 0, tick: 'read' },
    { times: 1, shown: 1, tick: 'delivered' },
    { times: 1, shown: 1, tick: 'failed' },
  ])
  await desk.message('Nobody').getByText('WhatsApp refused this message.').waitFor()
  expect(await desk.page.getByText('63999').count()).toBe(0)
  await desk.message('Nobody').getByRole('button', { name: 'Details' }).click()
  await desk.message('Nobody').getByText('63999').waitFor()
  const page = desk.message('Nobody').getByRole('link', { name: 'Twilio’s explanation' })
  expect(await page.getAttribute('href')).toBe('https://www.twilio.com/docs/api/errors/63999')
  await desk.close()
})

it('the thread is one tab stop, and arrows go from message to message', async () => {
  const desk = await openMaria()
  const { page } = desk
  // What can be done about a message that failed comes after the first load.
  await desk.message('Nobody').getByRole('button', { name: 'Details' }).waitFor()
  await page.getByTestId('composer').focus()
  // Back over what can be done about the newest message, to the message itself.
  const onMessage = () =>
    page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'message')
  for (let i = 0; i < 6 && !(await onMessage()); i++) await page.keyboard.press('Shift+Tab')
  expect(await focused(desk)).toContain('Nobody knows why.')
  for (const words of ['Come by.', 'It is ready.', 'See https']) {
    await page.keyboard.press('ArrowUp')
    expect(await focused(desk)).toContain(words)
  }
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('https://a.test/bowl')
  // Past what can be done with this message one is out of the thread, and back in at the same place.
  for (let i = 0; i < 4 && (await focused(desk)) !== null; i++) await page.keyboard.press('Tab')
  expect(await focused(desk)).toBe(null)
  for (let i = 0; i < 6 && !(await onMessage()); i++) await page.keyboard.press('Shift+Tab')
  expect(await focused(desk)).toContain('See https')
  await page.keyboard.press('End')
  expect(await focused(desk)).toContain('Nobody knows why.')
  await desk.close()
})

it('the focus stays in the thread when the message that had it is given up', async () => {
  const desk = await openMaria()
  await desk.page.route('**/send', (route) => route.abort())
  await desk.reply('Better not')
  const discard = desk.message('Better not').getByRole('button', { name: 'Discard' })
  await discard.focus()
  await discard.press('Enter')
  await waitFor(async () => (await desk.message('Better not').count()) === 0)
  await expect.poll(() => focused(desk)).toContain('Nobody knows why.')
  await desk.close()
})

it('days and their messages are lists to whoever hears them, and so are the conversations', async () => {
  const desk = await openMaria()
  const days = desk.page.getByRole('log', { name: 'María López' }).getByRole('region')
  for (const day of await days.all()) {
    const name = (await day.getAttribute('aria-label')) ?? ''
    expect(await day.getByRole('heading', { name, exact: true }).count()).toBe(1)
  }
  expect(await days.getByRole('list').getByRole('listitem').count()).toBe(5)
  const people = desk.page
    .getByRole('list')
    .getByRole('listitem')
    .filter({ has: desk.row('María') })
  expect(await people.count()).toBe(1)
  // Safari takes a list without bullets for none unless it says that it is one; in a <nav> it does not.
  expect(await desk.page.locator(':is(ul, ol):not([role="list"]):not(nav *)').count()).toBe(0)
  await desk.close()
})
