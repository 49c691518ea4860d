import { describe, expect, it, vi } from 'vitest'
import { message } from '../messages/sample-message'
import { ConversationStore } from './conversation-store'
import { conversation } from './sample-conversation'

function storeWith(...items: ReturnType<typeof conversation>[]) {
  const store = new ConversationStore()
  store.apply(items)
  return store
}

describe('two accounts of one conversation', () => {
  it.each(['first', 'last'])('the later revision wins, when it comes %s', (when) => {
    const now = conversation('a', 5, {
      unreadCount: 2,
      windowExpiresAt: '2026-11-21T12:00:00.000Z',
      revision: 11,
    })
    const stale = conversation('a', 5, { unreadCount: 1, revision: 10 })
    const store = storeWith(...(when === 'first' ? [now, stale] : [stale, now]))
    expect(store.get('a')).toEqual(now)
  })

  it('what was marked unread again is not read because a stale answer read further', () => {
    const read = conversation('a', 8, { readPosition: 8, revision: 4 })
    const unreadAgain = conversation('a', 8, { readPosition: 5, unreadCount: 2, revision: 5 })
    const store = storeWith(unreadAgain, read)
    expect(store.get('a')).toMatchObject({ unreadCount: 2, readPosition: 5 })
  })

  it('a tick moves forward though the conversation has no newer revision', () => {
    const sent = conversation('a', 8)
    const store = storeWith(sent)
    const last = message(8, { id: 'a-8', conversationId: 'a', status: 'read', revision: 2 })
    store.apply([{ ...sent, lastMessage: last }])
    store.apply([sent])
    expect(store.get('a')?.lastMessage?.status).toBe('read')
  })

  it('a reply moves its conversation up before the stream tells of it', () => {
    const store = storeWith(conversation('a', 9), conversation('b', 7))
    store.applyMessages([message(11, { conversationId: 'b' })])
    expect(store.list('all').downTo(null)).toEqual(['b', 'a'])
    expect(store.get('b')?.lastMessage?.position).toBe(11)
  })
})

describe('what this screen did before the server said so', () => {
  it('is not undone by an answer that does not know of it, and gives way to one that does', () => {
    const store = storeWith(conversation('a', 8, { unreadCount: 3, revision: 4 }))
    const letGo = store.hold(['a'], (now) => ({ ...now, unreadCount: 0, readPosition: 8 }))
    store.apply([conversation('a', 8, { unreadCount: 3, revision: 5 })])
    expect(store.get('a')?.unreadCount).toBe(0)
    expect(store.counts.unread).toBe(0)
    store.apply([conversation('a', 8, { unreadCount: 0, readPosition: 8, revision: 6 })])
    letGo()
    expect(store.get('a')).toMatchObject({ unreadCount: 0, readPosition: 8 })
  })

  it('is taken back when it is given up', () => {
    const store = storeWith(conversation('a', 8, { unreadCount: 3 }))
    store.hold(['a'], (now) => ({ ...now, unreadCount: 0 }))()
    expect(store.get('a')?.unreadCount).toBe(3)
    expect(store.counts.unread).toBe(1)
  })
})

describe('what an event costs', () => {
  it('is heard by its own row alone, and once for a burst', () => {
    const store = storeWith(conversation('a', 9), conversation('b', 7))
    const [onA, onB] = [vi.fn<() => void>(), vi.fn<() => void>()]
    store.subscribe('a', onA)
    store.subscribe('b', onB)
    store.apply([2, 3, 4].map((revision) => conversation('b', 7 + revision, { revision })))
    expect(onA).not.toHaveBeenCalled()
    expect(onB).toHaveBeenCalledTimes(1)
  })

  it('nobody hears what was known already', () => {
    const store = storeWith(conversation('a', 9))
    const heard = vi.fn<() => void>()
    store.subscribe('a', heard)
    store.subscribeAll(heard)
    store.apply([conversation('a', 9)])
    expect(heard).not.toHaveBeenCalled()
  })

  it('leaves the order as it is where no message is newer', () => {
    const store = storeWith(conversation('a', 9), conversation('b', 7))
    const before = store.list('all').moves
    store.apply([conversation('b', 7, { unreadCount: 1, revision: 2 })])
    expect(store.list('all').moves).toBe(before)
  })

  it('goes down to a place and no further', () => {
    const store = storeWith(...[1, 2, 3, 4].map((position) => conversation(`c${position}`, position)))
    expect(store.list('all').downTo({ id: 'c3', position: 3 })).toEqual(['c4', 'c3'])
    store.apply([conversation('c3', 9, { revision: 2 })])
    expect(store.list('all').downTo({ id: 'c3', position: 3 })).toEqual(['c3', 'c4'])
  })
})
