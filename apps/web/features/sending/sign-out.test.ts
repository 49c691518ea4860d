import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useDrafts } from './drafts'
import { entryKey } from './kept-entries'
import { SampleStorage } from './sample-storage'
import { listenForSignOut, signOut } from './sign-out'
import { useUnsent } from './unsent'

const ana = 'org1:ana'
let storage: SampleStorage
let stop: () => void
let left: string[]

beforeEach(() => {
  storage = new SampleStorage()
  left = []
  const location = { assign: (path: string) => left.push(path) }
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('window', Object.assign(new EventTarget(), { location }))
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({})))
  useDrafts.setState({ owner: null, texts: {}, typing: null, aside: '' })
  useUnsent.setState({ owner: null, items: [], loose: [] })
  stop = listenForSignOut(ana)
})
afterEach(() => {
  stop()
  vi.unstubAllGlobals()
})

/** Ana has begun a text, and a message of hers has no answer. */
function leaveUnfinished() {
  useDrafts.getState().load(ana)
  useDrafts.getState().write('c1', 'half a sentence')
  useUnsent.getState().load(ana)
  useUnsent.getState().put({
    clientId: 'x1',
    conversationId: 'c1',
    body: 'hers',
    at: '2026-11-20T12:00:00.000Z',
    state: 'unanswered',
    reason: 'offline',
  })
}
const inMemory = () => [useDrafts.getState().texts, useUnsent.getState().items]

it('whoever signs out leaves nothing in this browser, nor in the memory of their tab', async () => {
  leaveUnfinished()
  storage.setItem(entryKey('read', 'org2:ana', 'c1'), '7')
  storage.setItem(entryKey('draft', 'org1:ben', 'c1'), 'of whoever was here before')
  await signOut()
  expect(storage.keys()).toEqual([])
  expect(inMemory()).toEqual([{}, []])
})

it('another tab forgets it too, so that nothing on its way is kept again', async () => {
  leaveUnfinished()
  const other = new BroadcastChannel('cloudpa:signed-out')
  // A channel reaches this origin alone and knows no target.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  other.postMessage(null)
  other.close()
  await vi.waitFor(() => expect(left).toEqual(['/sign-in']))
  expect(storage.keys()).toEqual([])
  expect(inMemory()).toEqual([{}, []])
})

it('what a tab keeps before it hears that another signed out is forgotten, but not whose turn it is next', async () => {
  await signOut()
  // This tab has not heard of it yet.
  useDrafts.getState().load(ana)
  useDrafts.getState().write('c1', 'written a moment too late')
  storage.setItem(entryKey('draft', 'org1:ben', 'c1'), 'of whoever signed in since')
  await vi.waitFor(() => expect(left).toEqual(['/sign-in']))
  expect(storage.keys()).toEqual([entryKey('draft', 'org1:ben', 'c1')])
})
