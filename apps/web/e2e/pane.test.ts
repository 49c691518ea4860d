import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { Desk, openOffice, write, type Office } from './desk.js'
import { picture } from './files.js'
import { paste } from './hand-files.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const hourMs = 3_600_000

/** María's messages, a minute apart, the last an hour ago. */
function pastWithMaria(count: number, unread: number) {
  const start = Date.now() - hourMs - count * 60_000
  const messages = Array.from({ length: count }, (_, n) => ({
    direction: 'inbound' as const,
    at: new Date(start + n * 60_000).toISOString(),
    body: `Number ${n + 1}.`,
    sid: `SM${String(n).padStart(32, '0')}`,
  }))
  return { from: 'whatsapp:+12025550141', profileName: 'María López', unread, messages }
}

const focusedId = (page: Page) =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.testid ?? '')

it('a page that did not load is asked for again at the end where it is missing', async () => {
  const office = await openOffice(stack, ({ number }) => [{ ...pastWithMaria(120, 60), number }])
  const desk = await Desk.open(browser, stack)
  const { page } = desk
  await desk.signIn(office)
  // Final, so that nothing is tried again before anybody asks.
  const refuse = { status: 404, json: { error: { code: 'not_found', message: 'Not now.' } } }
  await page.route('**/messages?*', (route) => route.fulfill(refuse))
  await desk.openConversation('María')
  const [earlier, later] = [page.getByText('load earlier messages'), page.getByText('load later messages')]
  await earlier.waitFor()
  const thread = page.getByTestId('thread')
  await thread.evaluate((box) => box.scrollTo(0, box.scrollHeight))
  await later.waitFor()
  const edges = page.getByTestId('load-again')
  await expect.poll(() => edges.count()).toBe(2)
  await page.unroute('**/messages?*')
  await edges.last().click()
  await desk.message('Number 120.').waitFor()
  await expect.poll(async () => [await earlier.count(), await later.count()]).toEqual([1, 0])
  await edges.click()
  await desk.message('Number 1.').waitFor()
  await expect.poll(() => edges.count()).toBe(0)
  await desk.close()
})

/** Lets 24 hours go by since the office's customers wrote. */
async function closeWindows({ accountSid }: Office): Promise<void> {
  const database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
  await database.query(
    `UPDATE conversation c SET last_inbound_at = now() - interval '24 hours 1 minute'
     FROM chat_account a WHERE a.id = c.chat_account_id AND a.account_sid = $1`,
    [accountSid],
  )
  await database.end()
}

it('a draft is there to be read and copied while the window is closed, and to be sent after', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  const { page } = desk
  await desk.signIn(office)
  await write(stack, office, 'maria', 'Hi')
  await desk.openConversation('María')
  await page.getByTestId('composer').fill('Half a thought')
  await closeWindows(office)
  await desk.reload()
  const kept = page.getByTestId('kept-draft')
  await kept.getByText('Half a thought').waitFor()
  await page.getByTestId('composer').waitFor({ state: 'detached' })
  await kept.getByRole('button', { name: 'Copy' }).click()
  await kept.getByText('Copied').waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Half a thought')
  await write(stack, office, 'maria', 'Here I am again')
  await page.getByTestId('composer').waitFor()
  await expect.poll(() => page.getByTestId('composer').inputValue()).toBe('Half a thought')
  await kept.waitFor({ state: 'detached' })
  await desk.close()
})

it('a file that was chosen is seen while the window is closed, and leaves when the customer writes', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  const { page } = desk
  await desk.signIn(office)
  await write(stack, office, 'maria', 'Hi')
  await desk.openConversation('María')
  await paste(page, 'composer', [{ name: 'hill.png', type: 'image/png', base64: picture.base64 }])
  const files = page.getByTestId('tray-file')
  await files.waitFor()
  await closeWindows(office)
  await desk.reload()
  await page.getByTestId('window-closed').waitFor()
  await files.waitFor()
  await page.getByTestId('write-for-then').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByTestId('tray-file').waitFor()
  await dialog.getByTestId('for-then-send').click()
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => files.count()).toBe(0)
  await page.getByTestId('scheduled').waitFor()
  await write(stack, office, 'maria', 'Here I am again')
  await page.locator('[data-testid=message][data-direction=outbound]').getByTestId('picture').waitFor()
  await desk.close()
})

/** Has the open conversation's customer write to another number too, in the conversation of somebody else here. */
async function addOtherConversation(page: Page, id: string): Promise<void> {
  await page.route('**/conversations/*?around=unread', async (route) => {
    const response = await route.fetch()
    const json = (await response.json()) as { facts: { number: object; otherConversations: object[] } }
    const number = { ...json.facts.number, name: 'The other studio' }
    const other = { id, number, lastMessageAt: new Date().toISOString(), unreadCount: 0 }
    json.facts.otherConversations = [other]
    await route.fulfill({ response, json })
  })
}

it('the contact panel is a dialog where it covers the thread, and a pane beside it', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack, { viewport: { width: 1100, height: 800 } })
  const { page } = desk
  await desk.signIn(office)
  for (const from of ['tom', 'maria']) await write(stack, office, from, `It is ${from}`)
  const tomId = (await desk.row('Tom').getAttribute('data-conversation-id')) ?? ''
  await addOtherConversation(page, tomId)
  await desk.openConversation('María')
  const button = page.getByTestId('contact-button')
  const says = async () => [
    await button.getAttribute('aria-haspopup'),
    await button.getAttribute('aria-expanded'),
    await button.getAttribute('aria-pressed'),
  ]
  await expect.poll(says).toEqual(['dialog', 'false', null])
  await button.click()
  await page.getByRole('dialog').waitFor()
  await expect.poll(says).toEqual(['dialog', 'true', null])
  await page.keyboard.press('Escape')
  await waitFor(async () => (await focusedId(page)) === 'contact-button')

  await button.click()
  await page.getByRole('dialog').getByRole('link', { name: 'The other studio' }).click()
  await page.waitForURL(`**/inbox/${tomId}`)
  await desk.message('It is tom').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await waitFor(async () => (await focusedId(page)) === 'composer')
  expect(await desk.neverReloaded()).toBe(true)
  await desk.openConversation('María')
  expect(await page.getByRole('dialog').count()).toBe(0)

  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByTestId('contact-panel').waitFor()
  await expect.poll(says).toEqual([null, null, 'true'])
  await button.click()
  await page.getByTestId('contact-panel').waitFor({ state: 'detached' })
  await expect.poll(says).toEqual([null, null, 'false'])
  await desk.close()
})

it('the contact panel of each conversation begins at its top', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack, { viewport: { width: 1440, height: 220 } })
  await desk.signIn(office)
  for (const from of ['tom', 'maria']) await write(stack, office, from, `It is ${from}`)
  await desk.openConversation('María')
  const panel = desk.page.getByTestId('contact-panel')
  await panel.hover()
  await desk.page.mouse.wheel(0, 40)
  const scrollTop = () => panel.evaluate((element) => element.scrollTop)
  await expect.poll(scrollTop).toBeGreaterThan(0)
  await desk.row('Tom').press('Enter')
  await panel.getByRole('heading', { name: 'Tom' }).waitFor({ state: 'attached' })
  expect(await scrollTop()).toBe(0)
  await desk.close()
})

it('what is sent from a page of another org waits there, and the page follows', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(browser, stack)
  const { page } = desk
  // The line would tell of the switch before anybody could write.
  await page.route('**/events*', (route) => route.abort())
  await desk.signIn(office)
  await write(stack, office, 'maria', 'Hi')
  await desk.reload()
  await desk.openConversation('María')
  const elsewhere = async (path: string, data: object) =>
    expect((await page.request.post(`${stack.webUrl}/api/v1${path}`, { data, maxRetries: 3 })).ok()).toBe(
      true,
    )
  await elsewhere('/org', { name: 'Other studio' })
  await desk.reply('For María')
  await page.getByTestId('thread').getByText('You switched to another business').waitFor()
  await page.getByTestId('empty-inbox').waitFor()
  await page.unroute('**/events*')
  await elsewhere('/org/switch', { orgId: office.orgId })
  await desk.goto('/inbox')
  await desk.openConversation('María')
  await desk.waitForStatus('For María', 'delivered')
  await expect.poll(() => desk.message('For María').count()).toBe(1)
  await desk.close()
})
