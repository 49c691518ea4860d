import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EventLine, type Told } from './event-line'
import { streamsByHand, type SampleStream } from './sample-stream'

let streams: SampleStream[]
let told: Told[]
let line: EventLine

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  streams = streamsByHand()
  told = []
  line = new EventLine('org1', null, (what) => told.push(what))
})
afterEach(() => {
  line.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (ms: number) => vi.advanceTimersByTime(ms)
const state = () => told.at(-1)?.line
const beat = (id: number, everyMs: number) => streams.at(-1)?.say(id, { type: 'heartbeat', everyMs })

describe('a line that nobody closed and nothing comes over', () => {
  it('is lost within three seconds of the heartbeat it owes, and begun anew behind what it last told', () => {
    beat(4, 1_000)
    streams[0]?.say(5, { type: 'chat-accounts' })
    pass(1_000)
    expect(state()).toMatchObject({ isOpen: true, isSilent: false })
    pass(3_000)
    expect(state()).toMatchObject({ isOpen: false, isSilent: true })
    pass(1_000)
    expect(streams.map(({ address }) => address)).toEqual([
      '/api/v1/messaging/events?org=org1',
      '/api/v1/messaging/events?org=org1&after=5',
    ])
    expect(streams[0]?.readyState).toBe(2)
    beat(5, 1_000)
    expect(state()).toMatchObject({ isOpen: true, isSilent: false })
  })

  it('is lost too where it never said a word', () => {
    pass(30_000)
    expect(told.some(({ line: { isSilent } }) => isSilent)).toBe(true)
    expect(streams.length).toBeGreaterThan(1)
  })
})

it.each([1_000, 20_000])('a line that is heard of every %i ms is one, and holds', (everyMs) => {
  beat(1, everyMs)
  for (let id = 2; id < 20; id++) {
    pass(everyMs + 500)
    beat(id, everyMs)
  }
  expect(told.every(({ line: { isOpen } }) => isOpen)).toBe(true)
  expect(streams).toHaveLength(1)
})

it('a line that is refused is asked for again by itself, ever less often', () => {
  streams[0]?.refuse()
  expect(state()).toMatchObject({ isOpen: false, isRefused: true })
  for (let second = 0; second < 120; second++) {
    pass(1_000)
    const latest = streams.at(-1)
    if (latest?.readyState === 1) latest.refuse()
  }
  expect(streams.length).toBeGreaterThan(8)
  expect(streams.length).toBeLessThan(20)
  pass(20_000)
  beat(9, 1_000)
  expect(state()).toMatchObject({ isOpen: true, isRefused: false })
})

it('what was told behind an event is told once more to whom it is news, and nothing of before', () => {
  beat(9, 1_000)
  line.from(12)
  expect(streams).toHaveLength(1)
  line.from(6)
  expect(streams.at(-1)?.address).toContain('after=6')
})

describe('who is at a conversation', () => {
  const ana = { conversationId: 'amina', members: [{ memberId: 'ana', state: 'typing' as const }] }
  const said = () => told.map(({ presence }) => presence?.conversations)

  it('is told without moving on, and all of it to whoever asks how the line is', () => {
    beat(4, 1_000)
    streams[0]?.say(4, { type: 'presence', all: false, conversations: [ana] })
    expect(told.at(-1)).toMatchObject({ after: 4, id: 4, entries: [], presence: { all: false } })
    line.sayState()
    expect(told.at(-1)).toMatchObject({ id: 4, presence: { all: true, conversations: [ana] } })
    streams[0]?.say(4, { type: 'presence', all: false, conversations: [{ ...ana, members: [] }] })
    line.sayState()
    expect(said().at(-1)).toEqual([])
  })

  it('is not known any more once the line is lost', () => {
    beat(4, 1_000)
    streams[0]?.say(4, { type: 'presence', all: true, conversations: [ana] })
    pass(4_000)
    expect(told.at(-1)).toMatchObject({ line: { isOpen: false }, presence: { all: true, conversations: [] } })
  })
})
