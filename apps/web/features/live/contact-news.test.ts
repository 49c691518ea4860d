import type { Contact } from '@cloudpa/contracts/conversations'
import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { contactKey, contactListsKey } from '../contacts/contact-keys'
import { message } from '../messages/sample-message'
import { applyLiveEvents } from './apply-live-events'
import { conversation } from './sample-conversation'

const listKey = [...contactListsKey, '', 100]
const hiddenKey = [...contactListsKey, 'b', 100]
const longestMs = 3_000
let client: QueryClient

const ann: Contact = { ...conversation('c', 1).contact, id: 'ann', name: 'Ann' }
const bob: Contact = { ...ann, id: 'bob', name: 'Bob' }
const pageOf = (...items: Contact[]) => ({
  pages: [{ items, nextCursor: null, total: items.length }],
  pageParams: [''],
})

beforeEach(() => {
  vi.useFakeTimers()
  client = new QueryClient()
  client.setQueryData(contactKey('ann'), ann)
  client.setQueryData(contactKey('bob'), bob)
  client.setQueryData(listKey, pageOf(ann, bob))
  client.setQueryData(hiddenKey, pageOf(bob))
})
afterEach(() => {
  vi.runAllTimers()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** Which of Ann, Bob and the list are to be asked for again. */
const stale = () =>
  [contactKey('ann'), contactKey('bob'), listKey].map((key) => client.getQueryState(key)?.isInvalidated)

it('who is named is asked for at once, and the list a moment later', () => {
  applyLiveEvents(client, [{ type: 'contacts', id: 'ann' }])
  expect(stale()).toEqual([true, false, false])
  vi.advanceTimersByTime(999)
  expect(stale()).toEqual([true, false, false])
  vi.advanceTimersByTime(longestMs - 999)
  expect(stale()).toEqual([true, false, true])
})

it('screens that hear at one moment ask for the list at different ones', () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  applyLiveEvents(client, [{ type: 'contacts', id: 'ann' }])
  vi.advanceTimersByTime(1_999)
  expect(stale()[2]).toBe(false)
  vi.advanceTimersByTime(1)
  expect(stale()[2]).toBe(true)
})

it('where nobody is named all are asked for, and not at once', () => {
  applyLiveEvents(client, [{ type: 'contacts' }])
  expect(stale()).toEqual([false, false, false])
  vi.advanceTimersByTime(longestMs)
  expect(stale()).toEqual([true, true, true])
  // And nothing stays of that.
  client.setQueryData(contactKey('bob'), bob)
  applyLiveEvents(client, [{ type: 'contacts', id: 'ann' }])
  vi.advanceTimersByTime(longestMs)
  expect(stale()[1]).toBe(false)
})

it('the list is asked for once of a burst', () => {
  const asked = vi.spyOn(client, 'invalidateQueries')
  for (let n = 0; n < 50; n += 1) applyLiveEvents(client, [{ type: 'contacts', id: `someone-${n % 5}` }])
  asked.mockClear()
  vi.advanceTimersByTime(longestMs)
  expect(asked).toHaveBeenCalledOnce()
})

it('the list is asked for when somebody writes for the first time, and not as they write on unread', () => {
  const wrote = (id: string, readPosition: number, position: number) => {
    const written = message(position, { direction: 'inbound', conversationId: id })
    const event = {
      type: 'message' as const,
      message: written,
      conversation: { ...conversation(id, position), readPosition },
    }
    applyLiveEvents(client, [event])
    vi.advanceTimersByTime(longestMs)
    const isAskedFor = stale()[2]
    client.setQueryData(listKey, pageOf(ann, bob))
    return isAskedFor
  }
  expect(wrote('known', 4, 5)).toBe(false)
  expect(wrote('new', 0, 6)).toBe(true)
  expect(wrote('new', 0, 7)).toBe(false)
})

it('a new name that comes with a conversation stands in the list at once', () => {
  const renamed = { ...ann, name: 'Anna', ourName: 'Anna' }
  const hidden = client.getQueryData(hiddenKey)
  applyLiveEvents(client, [
    { type: 'conversation', conversation: { ...conversation('c', 2), contact: renamed } },
    { type: 'contacts', id: 'ann' },
  ])
  expect(client.getQueryData(listKey)).toMatchObject({
    pages: [{ items: [{ name: 'Anna' }, { name: 'Bob' }] }],
  })
  expect(client.getQueryData(hiddenKey)).toBe(hidden)
})
