import type { Message, MessagePage } from '@cloudpa/contracts/messages'
import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { message } from '../messages/sample-message'
import { answerByHand, type Asked } from './answer-by-hand'
import { applyLiveEvents, applyMessage } from './apply-live-events'
import { applyConversation, conversations } from './conversation-store'
import type { InboxEvent } from './live-connection'
import { enterThread, loadNewer, loadOlder, reloadThread, toNewest } from './load-thread'
import { conversation } from './sample-conversation'
import { threads } from './thread-store'

const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
let asked: Asked[] = []
beforeEach(() => {
  asked = answerByHand()
})
const leaves: (() => void)[] = []
afterEach(() => {
  for (const leave of leaves.splice(0)) leave()
  vi.unstubAllGlobals()
})

/** Shows a thread, at the longest until its test ends. */
function enter(id: string) {
  let leave: (() => void) | null = enterThread(client, id)
  const leaveOnce = () => {
    leave?.()
    leave = null
  }
  leaves.push(leaveOnce)
  return leaveOnce
}

let count = 0
const newId = () => `thread-${++count}`
const say = (id: string, position: number, change: Partial<Message> = {}) =>
  message(position, { id: `${id}-${position}`, conversationId: id, direction: 'inbound', ...change })
const range = (id: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => say(id, from + index))
const page = (id: string, from: number, to: number, older: boolean, newer: boolean): MessagePage => ({
  items: range(id, from, to),
  nextCursor: older ? `before-${from}` : null,
  newerCursor: newer ? `after-${to}` : null,
})
const arrives = (id: string, position: number, unreadCount = 1) =>
  applyLiveEvents(client, [
    {
      type: 'message',
      message: say(id, position),
      conversation: conversation(id, position, {
        unreadCount,
        readPosition: position - unreadCount,
        revision: position,
      }),
    },
  ])
const positions = (id: string) => threads.read(id).messages.map(({ position }) => position)
const settled = (id: string) => vi.waitFor(() => expect(threads.get(id).loading).toBeNull())
const lastAsked = () => asked.at(-1) as Asked

/** Opens a thread whose page ends with the newest, all of it read. */
async function opened(id: string, from: number, to: number) {
  applyConversation(conversation(id, to, { readPosition: to }))
  const leave = enter(id)
  answerOpening(id, page(id, from, to, from > 1, false))
  await settled(id)
  return leave
}

function answerOpening(id: string, { items, nextCursor, newerCursor }: MessagePage, unreadCount = 0) {
  const { position = 0 } = items.at(-1) ?? {}
  const readPosition = unreadCount > 0 ? position - unreadCount : position
  lastAsked().answer({
    ...conversation(id, position, { unreadCount, readPosition, revision: position }),
    messages: items,
    messagesCursor: nextCursor,
    newerMessagesCursor: newerCursor,
    eventId: 1,
  })
}

describe('an event that arrives while a thread loads', () => {
  it('is not lost, and loads nothing a second time', async () => {
    const id = newId()
    enter(id)
    arrives(id, 51)
    answerOpening(id, page(id, 1, 50, false, false))
    await settled(id)
    expect(positions(id).at(-1)).toBe(51)
    expect(asked).toHaveLength(1)
  })

  it('is not shown twice where the answer has it already, nor taken back to what it was', async () => {
    const id = newId()
    enter(id)
    applyLiveEvents(client, [
      {
        type: 'message',
        message: say(id, 50, { status: 'read', revision: 3 }),
        conversation: conversation(id, 50),
      },
    ])
    answerOpening(id, page(id, 1, 50, false, false))
    await settled(id)
    expect(positions(id).filter((position) => position === 50)).toHaveLength(1)
    expect(threads.messages.get(`${id}-50`)?.status).toBe('read')
  })

  it('is not lost while an older page is on its way', async () => {
    const id = newId()
    await opened(id, 101, 150)
    loadOlder(client, id)
    arrives(id, 151)
    lastAsked().answer(page(id, 51, 100, true, true))
    await settled(id)
    expect(positions(id).at(0)).toBe(51)
    expect(positions(id).at(-1)).toBe(151)
  })

  it('is not lost while the newest page is on its way', async () => {
    const id = newId()
    applyConversation(conversation(id, 900, { unreadCount: 880, readPosition: 20 }))
    enter(id)
    lastAsked().answer({
      ...conversation(id, 900, { unreadCount: 880, readPosition: 20 }),
      messages: range(id, 11, 60),
      messagesCursor: 'before-11',
      newerMessagesCursor: 'after-60',
      eventId: 1,
    })
    await settled(id)
    const newest = toNewest(client, id)
    arrives(id, 901)
    lastAsked().answer(page(id, 851, 900, true, false))
    await newest
    expect(positions(id).at(-1)).toBe(901)
    expect(threads.read(id)).toMatchObject({ hasNewer: false, newsBehind: 0 })
  })
})

describe('opening a thread', () => {
  it('with a thousand unread is one request, at the first of them', async () => {
    const id = newId()
    enter(id)
    expect(asked.map(({ path }) => path)).toEqual([`/api/v1/messaging/conversations/${id}?around=unread`])
    lastAsked().answer({
      ...conversation(id, 1_020, { unreadCount: 1_000, readPosition: 20 }),
      messages: range(id, 11, 60),
      messagesCursor: 'before-11',
      newerMessagesCursor: 'after-60',
      eventId: 1,
    })
    await settled(id)
    expect(threads.read(id).opening).toMatchObject({ firstUnreadId: `${id}-21`, unreadCount: 1_000 })
    expect(asked).toHaveLength(1)
  })

  it('that is left before it loaded gives its request up', () => {
    const id = newId()
    const leave = enter(id)
    leave()
    expect(lastAsked().signal.aborted).toBe(true)
  })

  it('that is left and entered again at once waits for the second answer', async () => {
    const id = newId()
    enter(id)()
    enter(id)
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    await Promise.resolve()
    arrives(id, 51)
    answerOpening(id, page(id, 1, 50, false, false))
    await settled(id)
    expect(positions(id).at(-1)).toBe(51)
  })

  it('again needs no request, and knows what arrived meanwhile', async () => {
    const id = newId()
    const leave = await opened(id, 1, 50)
    leave()
    arrives(id, 51)
    const requests = asked.length
    enter(id)
    expect(positions(id).at(-1)).toBe(51)
    expect(threads.read(id).opening).toMatchObject({ firstUnreadId: `${id}-51`, unreadCount: 1 })
    expect(conversations.get(id)?.unreadCount).toBe(1)
    expect(asked).toHaveLength(requests)
  })

  it('holds five pages at most, and the newest come back by their cursor', async () => {
    const id = newId()
    await opened(id, 951, 1_000)
    for (let top = 951; top > 651; top -= 50) {
      loadOlder(client, id)
      lastAsked().answer(page(id, top - 50, top - 1, true, true))
      await settled(id)
    }
    expect(positions(id)).toHaveLength(250)
    expect(threads.messages.get(`${id}-1000`)).toBeUndefined()
    loadNewer(client, id)
    expect(lastAsked().path).toContain('cursor=after-900')
    lastAsked().answer(page(id, 901, 950, true, true))
    await settled(id)
    expect(positions(id)).toHaveLength(250)
    expect(positions(id).at(-1)).toBe(950)
  })
})

describe('a thread when too much was missed', () => {
  it('keeps all that its reader has in front of them, and goes on at its end', async () => {
    const id = newId()
    await opened(id, 101, 150)
    loadOlder(client, id)
    lastAsked().answer(page(id, 51, 100, true, true))
    await settled(id)
    const before = positions(id)
    const reloaded = reloadThread(client, id)
    expect(lastAsked().path).toContain(`around=${id}-150`)
    lastAsked().answer(page(id, 141, 190, true, true))
    await vi.waitFor(() => expect(lastAsked().path).toContain('cursor=before-141'))
    expect(positions(id).slice(0, before.length)).toEqual(before)
    lastAsked().answer({ ...page(id, 41, 140, true, true), items: range(id, 41, 140).map(nowRead) })
    await reloaded
    expect(positions(id)).toEqual([...before, ...range(id, 151, 190).map(({ position }) => position)])
    expect(threads.messages.get(`${id}-60`)?.status).toBe('read')
    expect(threads.read(id).hasNewer).toBe(true)
  })
})

describe('a thread that was left', () => {
  it.each(['is on its way', 'failed'])('is opened anew where its reload %s', async (how) => {
    const id = newId()
    const leave = await opened(id, 101, 150)
    void reloadThread(client, id)
    if (how === 'failed') {
      lastAsked().fail()
      await vi.waitFor(() => expect(threads.get(id).failed?.load).toBe('reload'))
    }
    leave()
    expect(threads.read(id).messages).toEqual([])
    enter(id)()
    expect(lastAsked().path).toContain('around=unread')
  })

  it('does not say for ever that its opening failed', async () => {
    const id = newId()
    const leave = enter(id)
    const listening = threads.subscribe(id, () => undefined)
    lastAsked().fail()
    await vi.waitFor(() => expect(threads.get(id).failed?.load).toBe('open'))
    leave()
    expect(threads.get(id).failed).toBeNull()
    listening()
  })
})

describe('what arrives behind what is held', () => {
  it('is counted once, however many pages are loaded meanwhile', async () => {
    const id = newId()
    applyConversation(conversation(id, 900, { unreadCount: 600, readPosition: 300 }))
    enter(id)
    answerOpening(id, page(id, 261, 310, true, true), 600)
    await settled(id)
    expect(threads.read(id).newsBehind).toBe(0)
    loadOlder(client, id)
    arrives(id, 901)
    expect(threads.read(id).newsBehind).toBe(1)
    lastAsked().answer(page(id, 211, 260, true, true))
    await settled(id)
    loadOlder(client, id)
    lastAsked().answer(page(id, 161, 210, true, true))
    await settled(id)
    expect(threads.read(id)).toMatchObject({ hasNewer: true, newsBehind: 1 })
    loadNewer(client, id)
    lastAsked().answer(page(id, 311, 901, true, true))
    await settled(id)
    expect(threads.read(id)).toMatchObject({ hasNewer: true, newsBehind: 0 })
  })
})

describe('a thread that was told to load again', () => {
  const resync = () => applyLiveEvents(client, [{ type: 'resync' }])
  const to171 = range('', 101, 171).map(({ position }) => position)
  const told = (id: string, position: number): InboxEvent => ({
    type: 'message',
    message: say(id, position),
    conversation: conversation(id, position, { revision: position }),
  })
  const shown = async () => {
    const id = newId()
    await opened(id, 101, 150)
    return id
  }
  /** Answers the reload around the last message that is known to lie behind no gap. */
  async function reloaded(id: string, ...answer: [to: number, newer: boolean]) {
    const reload = asked.findLast(({ path }) => path.includes(`around=${id}-150`))
    reload?.answer(page(id, 101, answer[0], false, answer[1]))
    await settled(id)
  }
  it('has what was missed and what arrives meanwhile', async () => {
    const id = await shown()
    resync()
    arrives(id, 171)
    expect(positions(id)).not.toContain(171)
    await reloaded(id, 170, false)
    expect(positions(id)).toEqual(to171)
  })

  it('has what was missed and what came with the word', async () => {
    const id = await shown()
    applyLiveEvents(client, [{ type: 'resync' }, told(id, 171)])
    await reloaded(id, 171, false)
    expect(positions(id)).toEqual(to171)
  })

  it('has what was missed before an answer that was sent while the line was down', async () => {
    const id = await shown()
    applyMessage(say(id, 171, { direction: 'outbound' }))
    expect(positions(id).at(-1)).toBe(171)
    resync()
    await reloaded(id, 170, false)
    expect(positions(id)).toEqual(to171)
  })

  it.each(['arrives meanwhile', 'was sent while the line was down'])(
    'leaves nothing behind the gap where more was missed than a page and something %s',
    async (how) => {
      const id = await shown()
      if (how.startsWith('was')) applyMessage(say(id, 251, { direction: 'outbound' }))
      resync()
      if (how.startsWith('arrives')) arrives(id, 251)
      await reloaded(id, 175, true)
      expect(positions(id)).toEqual(range('', 101, 175).map(({ position }) => position))
      loadNewer(client, id)
      expect(lastAsked().path).toContain('cursor=after-175')
    },
  )

  it('takes a message for known where the thread has it, and not where it was seen in an answer', async () => {
    const id = await shown()
    applyMessage(say(id, 171, { direction: 'outbound' }))
    threads.messages.set([say(id, 160)])
    arrives(id, 160)
    expect(positions(id)).toContain(160)
  })
})

const nowRead = (item: Message): Message => ({ ...item, status: 'read', revision: 5 })
