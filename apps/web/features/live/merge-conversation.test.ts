import type { Conversation } from '@cloudpa/contracts/conversations'
import { describe, expect, it } from 'vitest'
import {
  flattenConversations,
  mergeConversation,
  mergeConversationData,
  placeConversation,
  type ConversationData,
} from './merge-conversation'
import { message } from '../messages/sample-message'

function conversation(id: string, position: number, change: Partial<Conversation> = {}): Conversation {
  const lastMessage = message(position, { conversationId: id })
  return {
    id,
    contact: { id, name: id, profileName: id, phone: null, formattedPhone: null, userId: null },
    chatAccountId: 'a1',
    lastMessageAt: lastMessage.occurredAt,
    lastMessage,
    unreadCount: 0,
    readPosition: 0,
    revision: 1,
    windowExpiresAt: null,
    ...change,
  }
}
function data(nextCursor: string | null, ...pages: Conversation[][]): ConversationData {
  return {
    pages: pages.map((items, index) => ({
      items,
      nextCursor: index === pages.length - 1 ? nextCursor : 'more',
    })),
    pageParams: pages.map((_, index) => (index === 0 ? null : 'more')),
  }
}
const ids = (value: ConversationData) => flattenConversations(value).map((item) => item.id)

describe('mergeConversation', () => {
  it('is not taken back by an older revision: a slow answer knows fewer unread', () => {
    const live = conversation('a', 5, { unreadCount: 2, revision: 11 })
    const slow = conversation('a', 5, { unreadCount: 1, revision: 10 })
    expect(mergeConversation(live, slow)).toBe(live)
    expect(mergeConversation(slow, live).unreadCount).toBe(2)
  })

  it('lets the account with the later message win, in either order', () => {
    const early = conversation('a', 5, { unreadCount: 1 })
    const late = conversation('a', 8, { unreadCount: 2 })
    expect(mergeConversation(early, late)).toMatchObject({ unreadCount: 2, lastMessage: { position: 8 } })
    expect(mergeConversation(late, early)).toMatchObject({ unreadCount: 2, lastMessage: { position: 8 } })
  })

  it('does not bring back a count that was read away', () => {
    const read = conversation('a', 8, { unreadCount: 0, readPosition: 8 })
    const stale = conversation('a', 8, { unreadCount: 3, readPosition: 2 })
    expect(mergeConversation(read, stale)).toMatchObject({ unreadCount: 0, readPosition: 8 })
    expect(mergeConversation(stale, read)).toMatchObject({ unreadCount: 0, readPosition: 8 })
  })

  it('only moves the window and the last status forward', () => {
    const now = conversation('a', 8, { windowExpiresAt: '2026-11-21T12:00:00.000Z' })
    const read = { ...now, lastMessage: message(8, { status: 'read', revision: 2 }) }
    const old = { ...now, windowExpiresAt: '2026-11-21T11:00:00.000Z' }
    expect(mergeConversation(read, old)).toMatchObject({
      windowExpiresAt: '2026-11-21T12:00:00.000Z',
      lastMessage: { status: 'read' },
    })
  })
})

describe('placeConversation', () => {
  const loaded = data(null, [conversation('a', 9), conversation('b', 7)], [conversation('c', 5)])

  it('moves the one that was written in to the top, across pages', () => {
    expect(ids(placeConversation(loaded, conversation('c', 12)))).toEqual(['c', 'a', 'b'])
  })

  it('adds a new one where it belongs', () => {
    expect(ids(placeConversation(loaded, conversation('d', 8)))).toEqual(['a', 'd', 'b', 'c'])
    expect(ids(placeConversation(loaded, conversation('d', 1)))).toEqual(['a', 'b', 'c', 'd'])
    expect(ids(placeConversation(data(null, []), conversation('d', 1)))).toEqual(['d'])
  })

  it('leaves one that is older than everything loaded to its page', () => {
    const partly = data('more', [conversation('a', 9)])
    expect(ids(placeConversation(partly, conversation('z', 1)))).toEqual(['a'])
  })

  it('changes nothing when nothing is new', () => {
    expect(placeConversation(loaded, conversation('b', 7))).toBe(loaded)
  })
})

describe('mergeConversationData', () => {
  it('keeps what moved or arrived live while the answer was on its way', () => {
    const before = data(null, [conversation('a', 9), conversation('b', 7)])
    const live = placeConversation(placeConversation(before, conversation('b', 11)), conversation('n', 12))
    expect(ids(mergeConversationData(live, before))).toEqual(['n', 'b', 'a'])
  })

  it('takes what was missed', () => {
    const before = data(null, [conversation('a', 9)])
    const fresh = data(null, [conversation('n', 12), conversation('a', 10)])
    expect(ids(mergeConversationData(before, fresh))).toEqual(['n', 'a'])
  })

  it('merges ten thousand in well under a frame’s patience', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => conversation(`c${index}`, 20_000 - index))
    const before = data(null, many)
    const started = performance.now()
    mergeConversationData(before, placeConversation(before, conversation('c9000', 30_000)))
    expect(performance.now() - started).toBeLessThan(200)
  })
})
