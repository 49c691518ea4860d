import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useDrafts, useNoteDrafts } from './drafts'
import { entryKey } from './kept-entries'
import { SampleStorage } from './sample-storage'
import { countUnfinished, listenForSignOut, signOut } from './sign-out'
import { useUnsent, useUnsentNotes, type Unsent } from './unsent'

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
  useNoteDrafts.setState({ owner: null, texts: {}, typing: null, aside: '' })
  for (const unsent of [useUnsent, useUnsentNotes]) unsent.setState({ owner: null, items: [], loose: [] })
  stop = listenForSignOut(ana)
})
afterEach(() => {
  stop()
  vi.unstubAllGlobals()
})

const unanswered: Unsent = {
  clientId: 'x1',
  conversationId: 'c1',
  body: 'hers',
  at: '2026-11-20T12:00:00.000Z',
  state: 'unanswered',
  reason: 'offline',
}

/** Ana has begun a text and a note, and a message and a note of hers have no answer. */
function leaveUnfinished() {
  for (const drafts of [useDrafts, useNoteDrafts]) {
    drafts.getState().load(ana)
    drafts.getState().write('c1', 'half a sentence')
  }
  for (const unsent of [useUnsent, useUnsentNotes]) {
    unsent.getState().load(ana)
    unsent.getState().put(unanswered)
  }
}
const inMemory = () => [
  ...[useDrafts, useNoteDrafts].map((drafts) => drafts.getState().texts),
  ...[useUnsent, useUnsentNotes].map((unsent) => unsent.getState().items),
]

it('says what would be lost, notes and all', () => {
  leaveUnfinished()
  expect(countUnfinished()).toEqual({ messages: 2, drafts: 2 })
})

it('whoever signs out leaves nothing in this browser, nor in the memory of their tab', async () => {
  leaveUnfinished()
  storage.setItem(entryKey('read', 'org2:ana', 'c1'), '7')
  storage.setItem(entryKey('draft', 'org1:ben', 'c1'), 'of whoever was here before')
  await signOut()
  expect(storage.keys()).toEqual([])
  expect(inMemory()).toEqual([{}, {}, [], []])
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
  expect(inMemory()).toEqual([{}, {}, [], []])
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
