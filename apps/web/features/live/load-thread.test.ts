import { describe, expect, it, vi } from 'vitest'
import { applyLiveEvents } from './apply-live-events'
import { applyConversation, conversations } from './conversation-store'
import { onAnswer } from './heard'
import { useJump } from './jump'
import { loadNewer, loadOlder, retryThread, toMessage, toNewest } from './load-thread'
import { conversation } from './sample-conversation'
import {
  answerOpening,
  answerThreadsByHand,
  arrives,
  asked,
  client,
  enter,
  lastAsked,
  newId,
  opened,
  page,
  positions,
  range,
  say,
  settled,
} from './sample-thread'
import { threads } from './thread-store'

answerThreadsByHand()

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
    expect(threads.items.get(`${id}-50`)).toMatchObject({ status: 'read' })
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
      notes: [],
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
      notes: [],
      messagesCursor: 'before-11',
      newerMessagesCursor: 'after-60',
      eventId: 1,
    })
    await settled(id)
    expect(threads.read(id).opening).toMatchObject({ firstUnreadId: `${id}-21`, unreadCount: 1_000 })
    expect(asked).toHaveLength(1)
  })

  it('for a message of it is one request, around that', async () => {
    const id = newId()
    useJump.getState().ask(id, `${id}-35`)
    enter(id)
    useJump.getState().done()
    expect(lastAsked().path).toBe(`/api/v1/messaging/conversations/${id}?around=${id}-35`)
    answerOpening(id, page(id, 25, 74, true, true))
    await settled(id)
    expect(positions(id)).toEqual(range(id, 25, 74).map(({ position }) => position))
    expect(asked).toHaveLength(1)
  })

  it('that is open already holds what is around a message instead, and goes on from there', async () => {
    const id = newId()
    await opened(id, 851, 900)
    const there = toMessage(client, id, `${id}-35`)
    // Behind what will be held.
    arrives(id, 901)
    lastAsked().answer(page(id, 25, 74, true, true))
    await there
    expect(positions(id)).toEqual(range(id, 25, 74).map(({ position }) => position))
    expect(threads.read(id)).toMatchObject({ hasOlder: true, hasNewer: true })
  })

  it('tells up to which event its answer stands, for the stream to go on behind that', async () => {
    const stands: number[] = []
    const stop = onAnswer((eventId) => stands.push(eventId))
    await opened(newId(), 1, 50)
    stop()
    expect(stands).toEqual([1])
  })

  it('draws the line above the customer’s first unread message, not above one of ours', async () => {
    const id = newId()
    enter(id)
    const items = [say(id, 1), say(id, 2, { direction: 'outbound' }), say(id, 3), say(id, 4)]
    const at = { unreadCount: 2, readPosition: 1, revision: 4 }
    const cursors = { messagesCursor: null, newerMessagesCursor: null, eventId: 1 }
    lastAsked().answer({ ...conversation(id, 4, at), messages: items, notes: [], ...cursors })
    await settled(id)
    expect(threads.read(id).opening).toMatchObject({ firstUnreadId: `${id}-3`, unreadCount: 2 })
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
    expect(threads.items.get(`${id}-1000`)).toBeUndefined()
    loadNewer(client, id)
    expect(lastAsked().path).toContain('cursor=after-900')
    lastAsked().answer(page(id, 901, 950, true, true))
    await settled(id)
    expect(positions(id)).toHaveLength(250)
    expect(positions(id).at(-1)).toBe(950)
  })
})

describe('a page that could not be loaded', () => {
  /** Opens a thread in its middle, and has the page before it fail. */
  async function withoutOlder(id: string) {
    enter(id)
    answerOpening(id, page(id, 101, 150, true, true), 10)
    await settled(id)
    loadOlder(client, id)
    lastAsked().fail()
    await vi.waitFor(() => expect(threads.read(id).failed.older?.load).toBe('older'))
  }

  it('is missing at its own end, and waits to be asked for again', async () => {
    const id = newId()
    await withoutOlder(id)
    const requests = asked.length
    loadOlder(client, id)
    expect(asked).toHaveLength(requests)
    expect(threads.read(id).failed).toMatchObject({ older: { load: 'older' } })
    retryThread(client, id, 'older')
    expect(lastAsked().path).toContain('cursor=before-101')
    lastAsked().answer(page(id, 51, 100, true, true))
    await settled(id)
    expect(positions(id).at(0)).toBe(51)
    expect(threads.read(id).failed.older).toBeUndefined()
  })

  it('stops nothing at the other end, where a failure is one of its own', async () => {
    const id = newId()
    await withoutOlder(id)
    loadNewer(client, id)
    lastAsked().answer(page(id, 151, 200, true, true))
    await settled(id)
    expect(positions(id).at(-1)).toBe(200)
    const newest = toNewest(client, id)
    lastAsked().fail()
    await newest
    expect(threads.read(id).failed).toMatchObject({ older: { load: 'older' }, newer: { load: 'newest' } })
    retryThread(client, id, 'newer')
    expect(new URL(lastAsked().path, 'http://a.test').search).toBe('?limit=50')
    expect(threads.read(id).failed).toMatchObject({ older: { load: 'older' }, newer: undefined })
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
