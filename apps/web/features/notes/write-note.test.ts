import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { applyLiveEvents } from '../live/apply-live-events'
import { SampleLocks } from '../live/sample-locks'
import { note } from '../messages/sample-note'
import { entryKey } from '../sending/kept-entries'
import { Line } from '../sending/sample-line'
import { SampleStorage } from '../sending/sample-storage'
import { useUnsentNotes } from '../sending/unsent'
import { bringNotes, writeNote } from './write-note'

const ana = 'org1:ana'
let storage: SampleStorage
let line: Line
let locks: SampleLocks

beforeEach(() => {
  storage = new SampleStorage()
  line = new Line()
  locks = new SampleLocks()
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('fetch', line.fetch)
  vi.stubGlobal('navigator', { onLine: true, locks })
  useUnsentNotes.setState({ owner: null, items: [], loose: [] })
  useUnsentNotes.getState().load(ana)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const items = () => useUnsentNotes.getState().items
const states = () => items().map(({ body, state }) => `${body}: ${state}`)
const isSettled = () => items().every(({ state }) => state !== 'sending')
const settled = () => vi.waitFor(() => expect(isSettled()).toBe(true))

it('waits for the tab that is at it, and leaves what that one brought or discarded', async () => {
  let release: () => void = () => undefined
  void locks.request('cloudpa:note:c1', () => new Promise<void>((done) => (release = done)))
  writeNote('c1', 'once')
  expect(line.bodies).toEqual([])
  storage.removeItem(entryKey('unsent-note', ana, items()[0]?.clientId ?? ''))
  release()
  await vi.waitFor(() => expect(items()).toEqual([]))
  expect(line.bodies).toEqual([])
})

it('is forgotten when the line tells of it, and not put back by an answer that was lost', async () => {
  let lose: () => void = () => undefined
  vi.stubGlobal('fetch', () => new Promise((_, no) => (lose = () => no(new TypeError('no line')))))
  writeNote('c1', 'once')
  await vi.waitFor(() => expect(states()).toEqual(['once: sending']))
  const clientId = items()[0]?.clientId ?? ''
  applyLiveEvents(new QueryClient(), [{ type: 'note', note: note(1, { clientId }) }])
  expect(items()).toEqual([])
  vi.stubGlobal('fetch', line.fetch)
  line.fate = { next: 'lost' }
  lose()
  writeNote('c1', 'next')
  await settled()
  expect(states()).toEqual(['next: unanswered'])
})

it('asks a server that said “not now” again, and no two screens at the same moment', async () => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(1)
  line.fate = { busy: 503 }
  writeNote('c1', 'busy')
  await vi.waitFor(() => expect(states()).toEqual(['busy: unanswered']))
  line.fate = {}
  await vi.advanceTimersByTimeAsync(5_000)
  expect(states()).toEqual(['busy: unanswered'])
  await vi.advanceTimersByTimeAsync(1_250)
  expect(items()).toEqual([])
  vi.restoreAllMocks()
})

it('brings what was never answered when there is a line', async () => {
  line.fate = { later: 'lost' }
  writeNote('c1', 'later')
  await settled()
  line.fate = {}
  bringNotes()
  await vi.waitFor(() => expect(items()).toEqual([]))
  expect(new Set(line.asked.map(({ clientId }) => clientId)).size).toBe(1)
})
