import { setTimeout } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import type { ConversationPage } from '@cloudpa/contracts/conversations'
import type { MessagePage } from '@cloudpa/contracts/messages'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { startStack, startWire, waitFor, type Stack, type Wire } from '@cloudpa/testing/kit'
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { control, Desk, openOffice, write, type Office } from './desk.js'

const customers = 6

async function ask<T>(
  stack: Stack,
  { apiKey }: Office,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(`${stack.apiUrl}/api/v1/messaging${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : null,
  })
  expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true)
  return (await response.json()) as T
}

async function inDatabase(stack: Stack, statement: string, values: unknown[]) {
  const database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
  try {
    return await database.query(statement, values)
  } finally {
    await database.end()
  }
}

/** Changes so far, customers' messages, and replies that have not arrived yet. */
interface Stored {
  changes: number
  inbound: number
  open: number
}

/** What the org has stored. */
async function countStored(stack: Stack, { orgId }: Office): Promise<Stored> {
  const { rows } = await inDatabase(
    stack,
    `SELECT (SELECT last::int FROM org_seq WHERE org_id = $1) AS changes,
            count(*) FILTER (WHERE direction = 'inbound')::int AS inbound,
            count(*) FILTER (WHERE direction = 'outbound' AND status <> 'delivered')::int AS open
     FROM message WHERE org_id = $1`,
    [orgId],
  )
  return (rows[0] as Stored | undefined) ?? { changes: 0, inbound: 0, open: 0 }
}

const customersWrite = (
  stack: Stack,
  { accountSid, number: to }: Office,
  count: number,
  bodyPrefix: string,
) => control(stack, 'POST', '/load', { accountSid, to, count, customers, concurrency: 4, bodyPrefix })

/** Each conversation in the list and each message of the open one, as a person sees them. */
function readScreen(page: Page) {
  return page.evaluate(() => {
    const all = (testId: string, within: ParentNode = document) => [
      ...within.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`),
    ]
    const rows = all('conversation-row').map((row) => [
      row.dataset.conversationId,
      row.querySelector('[dir="auto"]:not([data-testid])')?.textContent,
      all('tick', row)[0]?.dataset.status ?? 'received',
      Number.parseInt(all('unread-count', row)[0]?.firstChild?.textContent ?? '0', 10),
    ])
    const thread = all('message').map(({ dataset }) => [dataset.messageId, dataset.status])
    return { rows, thread }
  })
}

/** The same as the API tells it. */
async function readApi(stack: Stack, office: Office, conversationId: string) {
  const { items } = await ask<ConversationPage>(stack, office, 'GET', '/conversations?limit=100')
  const rows = items.map(({ id, lastMessage, unreadCount }) => [
    id,
    lastMessage?.content.body,
    lastMessage?.status,
    unreadCount,
  ])
  const path = `/conversations/${conversationId}/messages?limit=100`
  const { items: messages } = await ask<MessagePage>(stack, office, 'GET', path)
  return { rows, thread: messages.map(({ id, status }) => [id, status]) }
}

describe('a screen whose network goes silent', () => {
  let stack: Stack
  let wire: Wire
  let browser: Browser
  beforeAll(async () => {
    stack = await startStack({ web: true, simulator: true, env: { LIVE_HEARTBEAT_MS: '1000' } })
    wire = await startWire(stack.webUrl)
    browser = await sharedChromium()
  })
  afterAll(async () => {
    await wire?.stop()
    await stack?.stop()
  })

  it('notices, though nobody closed the line, says so, and catches up', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, { ...stack, webUrl: new URL(wire.url).origin })
    await desk.signIn(office)
    await write(stack, office, 'maria', 'Before')
    await desk.row('María').waitFor()
    const bar = desk.page.getByTestId('connection-bar')
    expect(await bar.count()).toBe(0)
    wire.freeze()
    await bar.waitFor()
    await write(stack, office, 'tom', 'Meanwhile')
    wire.mend()
    await desk.row('Tom').waitFor()
    await bar.waitFor({ state: 'detached' })
    expect(await desk.neverReloaded()).toBe(true)
    await desk.close()
  })

  it('shows exactly what the API tells, after the line was cut during 500 changes', async () => {
    const office = await openOffice(stack)
    await customersWrite(stack, office, 2 * customers, 'Before')
    const desk = await Desk.open(browser, { ...stack, webUrl: new URL(wire.url).origin })
    await desk.signIn(office)
    await desk.openConversation('Load 3')
    const opened = desk.page.locator('[aria-current="page"][data-conversation-id]')
    const openId = (await opened.getAttribute('data-conversation-id')) ?? ''
    const conversations = async () =>
      (await ask<ConversationPage>(stack, office, 'GET', '/conversations?limit=100')).items
    // That it was opened is a change too; what comes after that and is seen says that all was heard.
    await waitFor(async () => (await conversations()).some(({ unreadCount }) => unreadCount === 0))
    await write(stack, office, 'maria', 'Ready')
    await desk.row('María').waitFor()
    await waitFor(async () => (await readScreen(desk.page)).rows.length === customers + 1)

    wire.cut()
    const bars = desk.page.getByTestId('connection-bar')
    await bars.first().waitFor()
    const before = (await countStored(stack, office)).changes
    const stored = async (count: number) => {
      const { inbound, open } = await countStored(stack, office)
      return inbound === count && open === 0
    }
    await customersWrite(stack, office, 280, 'Meanwhile')
    for (const { id } of (await conversations()).flatMap((item) => [item, item, item, item])) {
      await ask(stack, office, 'POST', `/conversations/${id}/send`, { clientId: randomUUID(), body: 'Yes' })
      if (id !== openId) await ask(stack, office, 'POST', `/conversations/${id}/read`, {})
    }
    const written = 2 * customers + 1 + 280
    await waitFor(() => stored(written), { timeoutMs: 60_000, what: 'every reply to arrive' })
    const rest = 500 - ((await countStored(stack, office)).changes - before)
    await customersWrite(stack, office, rest, 'Lately')
    await waitFor(() => stored(written + rest), { timeoutMs: 60_000, what: 'the last messages' })
    expect((await countStored(stack, office)).changes - before).toBe(500)

    wire.mend()
    await waitFor(async () => (await bars.count()) === 0, { timeoutMs: 30_000, what: 'the line' })
    await waitFor(
      async () => {
        const [screen, api] = [await readScreen(desk.page), await readApi(stack, office, openId)]
        expect(screen).toEqual(api)
        expect(screen.thread.length).toBeGreaterThan(50)
        return true
      },
      { timeoutMs: 30_000, what: 'the screen as the API' },
    )
    expect(await desk.neverReloaded()).toBe(true)
    await desk.close()
  })

  it('stays where its reader is, when too much was missed to be told', async () => {
    const office = await openOffice(stack)
    for (let i = 1; i <= 60; i++) await write(stack, office, 'maria', `Before ${i}.`)
    const desk = await Desk.open(browser, { ...stack, webUrl: new URL(wire.url).origin })
    await desk.signIn(office)
    await desk.openConversation('María')
    const [line, thread] = [desk.message('Before 12.'), desk.page.getByTestId('thread')]
    // To the end first: only a thread that holds its end goes on there.
    await thread.evaluate((box) => box.scrollTo(0, box.scrollHeight))
    await desk.message('Before 60.').waitFor()
    await thread.evaluate((box) => box.scrollTo(0, 600))
    await line.scrollIntoViewIfNeeded()
    const before = (await line.boundingBox())?.y ?? 0

    wire.cut()
    const bar = desk.page.getByTestId('connection-bar').first()
    await bar.waitFor()
    for (const body of ['Missed 1.', 'Missed 2.']) await write(stack, office, 'maria', body)
    await write(stack, office, 'tom', 'Missed 3.')
    await waitFor(async () => (await countStored(stack, office)).inbound === 63)
    await inDatabase(
      stack,
      'DELETE FROM org_event e USING org_seq s WHERE e.org_id = $1 AND s.org_id = $1 AND e.seq < s.last',
      [office.orgId],
    )
    wire.mend()
    await desk.row('Missed 2.').waitFor()
    await desk.row('Missed 3.').waitFor()
    await desk.message('Missed 2.').waitFor({ state: 'attached' })
    await bar.waitFor({ state: 'detached' })
    const moved = async () => Math.abs(((await line.boundingBox())?.y ?? 0) - before)
    await expect.poll(moved).toBeLessThanOrEqual(1)
    expect(await desk.message('Before 1.').count()).toBeGreaterThan(0)
    await desk.close()
  })
})

describe('several tabs of one browser', () => {
  let stack: SharedStack
  let browser: Browser
  beforeAll(async () => {
    stack = await sharedStack()
    browser = await sharedChromium()
  })

  it('share one stream, and when the tab that holds it closes the next one misses nothing', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, stack)
    let streams = 0
    desk.context.on('request', (request) => (streams += request.url().includes('/messaging/events') ? 1 : 0))
    await desk.signIn(office)
    await write(stack, office, 'maria', 'Hello')
    await desk.row('Hello').waitFor()
    const tabs: Page[] = []
    // A browser has six connections to a server over HTTP/1.1: the seventh tab would wait for ever.
    while (tabs.length < 6) {
      const tab = await desk.context.newPage()
      await tab.goto(`${stack.webUrl}/inbox`)
      await tab.getByTestId('conversation-row').filter({ hasText: 'Hello' }).waitFor()
      tabs.push(tab)
    }
    const sees = (tab: Page, text: string) =>
      tab.getByTestId('conversation-row').filter({ hasText: text }).waitFor()
    await write(stack, office, 'maria', 'To all of you')
    for (const tab of [desk.page, ...tabs]) await sees(tab, 'To all of you')
    expect(streams).toBe(1)

    await desk.page.close()
    await write(stack, office, 'maria', 'After the first has gone')
    for (const tab of tabs) await sees(tab, 'After the first has gone')
    expect(streams).toBe(2)
    await desk.close()
  })

  it('follow one that goes to another org, and what was begun in the one before waits there', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    await write(stack, office, 'maria', 'Hello')
    await desk.openConversation('María')
    await desk.page.getByTestId('composer').fill('Half a sentence')
    // On its way out a page begins nothing for the other org that could lead it elsewhere.
    const asked: string[] = []
    desk.page.on('request', (request) => {
      if (request.isNavigationRequest()) asked.push(new URL(request.url()).pathname)
    })
    await desk.page.route(/\/inbox$/, async (route) => {
      if (route.request().isNavigationRequest()) await setTimeout(2_000)
      await route.continue()
    })
    // As another tab of the same session would.
    const ask = (path: string, data: object) =>
      desk.context.request.post(`${stack.webUrl}/api/v1${path}`, { data })
    expect((await ask('/org', { name: 'Second' })).status()).toBe(201)
    await desk.page.waitForURL(`${stack.webUrl}/inbox`)
    await desk.page.getByText('Let’s get your first message in').waitFor()
    expect(asked).toEqual(['/inbox'])
    expect(await desk.page.getByTestId('conversation-row').count()).toBe(0)
    expect((await ask('/org/switch', { orgId: office.orgId })).ok()).toBe(true)
    await desk.row('Half a sentence').getByText('Draft:').waitFor()
    await desk.close()
  })
})
