import { randomUUID } from 'node:crypto'
import type { ConversationDetail } from '@cloudpa/contracts/conversations'
import type { Message, MessagePage } from '@cloudpa/contracts/messages'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { addMessages } from './add-messages.js'
import { withDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: SharedStack
let spare: Tenant[]
beforeAll(async () => {
  stack = await sharedStack()
  spare = await Tenant.createMany(
    stack,
    Array.from({ length: 8 }, () => ({})),
  )
})

/** A conversation whose first message came the usual way. */
class Chat {
  private constructor(
    readonly tenant: Tenant,
    readonly id: string,
  ) {}

  static async begin(): Promise<Chat> {
    const tenant = spare.pop() as Tenant
    await tenant.receive({ Body: 'First' })
    const [first] = await tenant.waitForInbound(1)
    return new Chat(tenant, first?.conversationId ?? '')
  }

  get path(): string {
    return `/messaging/conversations/${this.id}`
  }

  /** Puts messages behind those that are there, one microsecond apart. */
  async add(count: number, { replies = false } = {}): Promise<void> {
    await withDatabase(stack, (client) => addMessages(client, this.id, count, { replies }))
  }

  markRead(position?: number): Promise<unknown> {
    return this.tenant.call('POST', `${this.path}/read`, position === undefined ? {} : { position })
  }

  open(around?: string): Promise<ConversationDetail> {
    return this.tenant.call('GET', around === undefined ? this.path : `${this.path}?around=${around}`)
  }

  page(query: Record<string, string>): Promise<MessagePage> {
    return this.tenant.call('GET', `${this.path}/messages?${new URLSearchParams(query).toString()}`)
  }

  /** Every page from a cursor on, in the order in which they were asked for. */
  async walk(cursor: string | null, onwards: 'nextCursor' | 'newerCursor'): Promise<Message[][]> {
    const pages: Message[][] = []
    for (let at = cursor; at !== null;) {
      const page = await this.page({ cursor: at })
      pages.push(page.items)
      at = page[onwards]
    }
    return pages
  }
}

const unread = ({ messages, readPosition }: ConversationDetail) =>
  messages.filter(({ direction, position }) => direction === 'inbound' && position > readPosition)

it('opens 5,000 unread at the first of them, by one request', async () => {
  const chat = await Chat.begin()
  await chat.add(20)
  await chat.markRead()
  await chat.add(30, { replies: true })
  const seen = await chat.open()
  await chat.add(5_000)
  const opened = await chat.open('unread')
  expect(opened).toMatchObject({ unreadCount: 5_000, readPosition: seen.readPosition })
  expect(opened.messages).toHaveLength(50)
  expect(unread(opened)).toHaveLength(40)
  // The ten before it are the org's own replies, which nobody has to read.
  expect(opened.messages.slice(0, 10).map(({ id }) => id)).toEqual(
    seen.messages.slice(-10).map(({ id }) => id),
  )
  expect(opened.messages[10]).toMatchObject({ direction: 'inbound', content: { body: 'Message 1' } })
  expect(await chat.page({ around: 'unread' })).toEqual({
    items: opened.messages,
    notes: [],
    nextCursor: opened.messagesCursor,
    newerCursor: opened.newerMessagesCursor,
  })
})

it('shows a full page where little is unread, and the latest where nothing is', async () => {
  const chat = await Chat.begin()
  await chat.add(99)
  const all = await chat.open()
  const first = await chat.open('unread')
  expect([first.messages.length, first.messagesCursor]).toEqual([50, null])
  await chat.markRead(all.messages.at(-3)?.position)
  const opened = await chat.open('unread')
  expect(opened).toEqual({
    ...all,
    eventId: opened.eventId,
    readPosition: opened.readPosition,
    revision: opened.revision,
    unreadCount: 2,
  })
  expect(opened.newerMessagesCursor).toBeNull()
  await chat.markRead()
  expect((await chat.open('unread')).messages).toEqual(all.messages)
})

it('pages both ways from the middle, each message once, while new ones arrive', async () => {
  const chat = await Chat.begin()
  await chat.add(300)
  const before = await chat.tenant.everyMessage(chat.id)
  const middle = before[150] as Message
  const opened = await chat.page({ around: middle.id })
  expect(opened.items[10]).toEqual(middle)
  await chat.tenant.receive({ Body: 'Meanwhile' })
  await chat.tenant.waitForInbound(302)
  const older = await chat.walk(opened.nextCursor, 'nextCursor')
  const firstNewer = await chat.page({ cursor: opened.newerCursor ?? '' })
  await chat.tenant.receive({ Body: 'Later' })
  await chat.tenant.waitForInbound(303)
  const newer = [firstNewer.items, ...(await chat.walk(firstNewer.newerCursor, 'newerCursor'))]
  const seen = [...older.toReversed(), opened.items, ...newer].flat()
  const after = await chat.tenant.everyMessage(chat.id)
  expect(after).toHaveLength(303)
  expect(seen.map(({ id }) => id)).toEqual(after.map(({ id }) => id))
  expect(seen.slice(-2).map(({ content }) => content.body)).toEqual(['Meanwhile', 'Later'])
})

it('leads back to where it came from, whichever way a page was reached', async () => {
  const chat = await Chat.begin()
  await chat.add(199)
  const latest = await chat.page({})
  const older = await chat.page({ cursor: latest.nextCursor ?? '' })
  const back = await chat.page({ cursor: older.newerCursor ?? '' })
  expect(back).toEqual({ ...latest, newerCursor: null })
  expect(await chat.page({ cursor: back.nextCursor ?? '' })).toEqual(older)
})

it('tells apart messages of one microsecond', async () => {
  const chat = await Chat.begin()
  await chat.add(30)
  await withDatabase(stack, (client) =>
    client.query('UPDATE message SET position = 5 WHERE conversation_id = $1', [chat.id]),
  )
  const all = await chat.tenant.everyMessage(chat.id)
  for (const { id } of all) {
    const opened = await chat.page({ around: id, limit: '5' })
    const older = await chat.walk(opened.nextCursor, 'nextCursor')
    const newer = await chat.walk(opened.newerCursor, 'newerCursor')
    expect([...older.toReversed(), opened.items, ...newer].flat()).toEqual(all)
  }
})

it('answers with not_found for a message of another conversation or org, or of none', async () => {
  const [chat, other] = [await Chat.begin(), await Chat.begin()]
  await chat.tenant.receive({ From: 'whatsapp:+15005550007' })
  const inOrg = (await chat.tenant.waitForInbound(2)).find(({ conversationId }) => conversationId !== chat.id)
  const theirs = (await other.open()).messages[0]
  const refused = async (path: string) => {
    const { error } = (await (await chat.tenant.fetch('GET', path)).json()) as { error: object }
    return { ...error, requestId: '' }
  }
  for (const path of [`${chat.path}?`, `${chat.path}/messages?`]) {
    const madeUp = await refused(`${path}around=${randomUUID()}`)
    expect(madeUp).toMatchObject({ code: 'not_found' })
    for (const id of [theirs?.id, inOrg?.id, 'made-up', 'unread%20', '']) {
      expect([id, await refused(`${path}around=${id}`)]).toEqual([id, madeUp])
    }
  }
  expect((await chat.tenant.fetch('GET', `${other.path}?around=unread`)).status).toBe(404)
})

it('refuses cursors that lead nowhere', async () => {
  const chat = await Chat.begin()
  await chat.add(60)
  const { newerCursor } = await chat.page({ around: (await chat.tenant.everyMessage(chat.id))[0]?.id ?? '' })
  const refusals = [
    `${chat.path}/messages?cursor=made-up`,
    `${chat.path}/messages?cursor=${newerCursor}&around=unread`,
    `${chat.path}?cursor=${newerCursor}`,
    `${chat.path}?around=${'a'.repeat(201)}`,
    `/messaging/conversations?cursor=${newerCursor}`,
    '/messaging/conversations?around=unread',
  ]
  for (const path of refusals) {
    expect([path, await chat.tenant.refusal('GET', path)]).toMatchObject([
      path,
      { status: 400, code: 'invalid_request' },
    ])
  }
})
