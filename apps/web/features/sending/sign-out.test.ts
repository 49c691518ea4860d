import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useDrafts } from './drafts'
import { entryKey } from './kept-entries'
import { SampleStorage } from './sample-storage'
import { listenForSignOut, signOut } from './sign-out'

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
  stop = listenForSignOut(ana)
})
afterEach(() => {
  stop()
  vi.unstubAllGlobals()
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
