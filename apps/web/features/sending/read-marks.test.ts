import type { Conversation } from '@cloudpa/contracts/conversations'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyConversation, conversations } from '../live/conversation-store'
import { entryKey } from './kept-entries'
import {
  dropReadMarks,
  giveUpReadMark,
  loadReadMarks,
  markRead,
  sendReadMarks,
  settleReadMark,
} from './read-marks'
import { SampleStorage } from './sample-storage'

const ana = 'org1:ana'
/** As the server tells it: read up to a position, with one message behind it or none. */
const account = (revision: number, readPosition: number, unreadCount: number, id = 'c1') =>
  ({ id, revision, readPosition, unreadCount, lastMessage: { id: 'm7', position: 7 } }) as Conversation
let storage: SampleStorage
let told: string[]
let answer: () => Promise<Response>

beforeEach(() => {
  storage = new SampleStorage()
  told = []
  answer = () => Promise.resolve(Response.json(account(9, 7, 0)))
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    told.push(`${path.split('/').at(-2)} ${(JSON.parse(String(init.body)) as { position: number }).position}`)
    return answer()
  })
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  dropReadMarks()
})
afterEach(() => {
  dropReadMarks()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const goOffline = () => (answer = () => Promise.reject(new TypeError('no line')))
const goOnline = () => (answer = () => Promise.resolve(Response.json(account(9, 7, 0))))
const kept = (id: string) => storage.getItem(entryKey('read', ana, id))
const failures = (count: number) => vi.waitFor(() => expect(console.warn).toHaveBeenCalledTimes(count))

describe('read marks', () => {
  it('made without a line are sent when there is one, the highest of each conversation', async () => {
    loadReadMarks(ana)
    goOffline()
    markRead('c1', 3)
    await failures(1)
    markRead('c1', 7)
    await failures(2)
    markRead('c1', 5)
    await failures(3)
    expect(kept('c1')).toBe('7')
    goOnline()
    told = []
    sendReadMarks()
    await vi.waitFor(() => expect(kept('c1')).toBeNull())
    expect(told).toEqual(['c1 7'])
  })

  it('survive a reload', async () => {
    loadReadMarks(ana)
    goOffline()
    markRead('c1', 3)
    await failures(1)
    dropReadMarks()
    goOnline()
    told = []
    loadReadMarks(ana)
    await vi.waitFor(() => expect(kept('c1')).toBeNull())
    expect(told).toEqual(['c1 3'])
  })

  it('made before it is known who reads are kept from then on', async () => {
    goOffline()
    markRead('c1', 3)
    await failures(1)
    loadReadMarks(ana)
    expect(kept('c1')).toBe('3')
  })

  it('of one person are not told under another’s name', async () => {
    loadReadMarks(ana)
    goOffline()
    markRead('c1', 3)
    await failures(1)
    goOnline()
    told = []
    loadReadMarks('org1:ben')
    sendReadMarks()
    expect(told).toEqual([])
    expect(kept('c1')).toBe('3')
  })

  it('that the server refuses are not asked again', async () => {
    loadReadMarks(ana)
    answer = () => Promise.resolve(Response.json({ error: { code: 'not_found' } }, { status: 404 }))
    markRead('c1', 3)
    await failures(1)
    expect(kept('c1')).toBeNull()
  })

  it('made while one is refused are told all the same', async () => {
    loadReadMarks(ana)
    answer = () => {
      goOnline()
      return Promise.resolve(Response.json({ error: { code: 'not_found' } }, { status: 404 }))
    }
    markRead('c1', 3)
    markRead('c1', 4)
    await vi.waitFor(() => expect(told).toEqual(['c1 3', 'c1 4']))
    await vi.waitFor(() => expect(kept('c1')).toBeNull())
  })

  it('are waited for before something else is done, and given up where that marks it unread again', async () => {
    loadReadMarks(ana)
    goOffline()
    markRead('c1', 3)
    await failures(1)
    giveUpReadMark('c1')
    expect(kept('c1')).toBeNull()
    goOnline()
    told = []
    sendReadMarks()
    expect(told).toEqual([])

    let arrive: () => void = () => undefined
    answer = () => new Promise((resolve) => (arrive = () => resolve(Response.json(account(9, 7, 0)))))
    markRead('c1', 7)
    let isSettled = false
    const settled = settleReadMark('c1').then(() => (isSettled = true))
    await Promise.resolve()
    expect(isSettled).toBe(false)
    arrive()
    await settled
    expect(kept('c1')).toBeNull()
  })

  it('made while one is on its way follow it', async () => {
    loadReadMarks(ana)
    markRead('c1', 3)
    markRead('c1', 4)
    await vi.waitFor(() => expect(told).toEqual(['c1 3', 'c1 4']))
    await vi.waitFor(() => expect(kept('c1')).toBeNull())
  })

  it('that failed on a healthy line are sent again by themselves, ever less often', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    loadReadMarks(ana)
    answer = () => Promise.resolve(Response.json({}, { status: 503 }))
    markRead('c1', 3)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(told).toEqual(['c1 3', 'c1 3'])
    await vi.advanceTimersByTimeAsync(300_000)
    expect(told.length).toBeGreaterThan(5)
    expect(told.length).toBeLessThan(12)
    goOnline()
    await vi.advanceTimersByTimeAsync(80_000)
    expect(kept('c1')).toBeNull()
  })

  it('are not sent again by themselves when nobody is here any more', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    loadReadMarks(ana)
    goOffline()
    markRead('c1', 3)
    await vi.advanceTimersByTimeAsync(1_000)
    dropReadMarks()
    expect(vi.getTimerCount()).toBe(0)
    answer = () => Promise.resolve(Response.json({}, { status: 401 }))
    loadReadMarks(ana)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(vi.getTimerCount()).toBe(0)
    expect(told).toEqual(['c1 3', 'c1 3'])
  })

  it('are seen on this screen at once, after a reload too, whatever an older account says', async () => {
    const unread = () => conversations.get('c9')?.unreadCount
    applyConversation(account(1, 3, 2, 'c9'))
    loadReadMarks(ana)
    goOffline()
    markRead('c9', 7)
    expect(unread()).toBe(0)
    applyConversation(account(2, 3, 2, 'c9'))
    expect(unread()).toBe(0)
    await failures(1)
    dropReadMarks()
    expect(unread()).toBe(2)
    loadReadMarks(ana)
    expect(unread()).toBe(0)
    await failures(2)
    answer = () => Promise.resolve(Response.json(account(3, 7, 0, 'c9')))
    sendReadMarks()
    await vi.waitFor(() => expect(kept('c9')).toBeNull())
    expect(unread()).toBe(0)
  })
})
