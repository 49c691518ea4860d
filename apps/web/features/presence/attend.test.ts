import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { enter, noteTyping, showTyping, teamUp } from './attend'
import { hearPresence } from './who-is-here'

let said: string[]
let page: EventTarget & { visibilityState: 'visible' | 'hidden' }
let ends: (() => void)[]

beforeEach(() => {
  said = []
  ends = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' as const })
  vi.stubGlobal('document', page)
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('fetch', async (path: string, { body, keepalive }: { body: string; keepalive: boolean }) => {
    expect(keepalive).toBe(true)
    said.push(`${path.split('/')[5]} ${(JSON.parse(body) as { state: string }).state}`)
    return new Response(null, { status: 204 })
  })
  hearPresence({ type: 'presence', all: true, conversations: [] })
})
afterEach(() => {
  for (const end of ends.toReversed()) end()
  vi.runAllTimers()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (ms: number) => vi.advanceTimersByTime(ms)
const take = () => said.splice(0)
const turn = (state: 'visible' | 'hidden') => {
  Object.assign(page, { visibilityState: state })
  page.dispatchEvent(new Event('visibilitychange'))
}

it('says nothing to nobody, and something once somebody joined', () => {
  ends.push(teamUp('me', true), enter('amina'))
  pass(60_000)
  noteTyping('amina', 'Hello')
  turn('hidden')
  turn('visible')
  pass(60_000)
  expect(take()).toEqual([])
  const members = [{ memberId: 'ana', state: 'looking' as const }]
  hearPresence({ type: 'presence', all: true, conversations: [{ conversationId: 'tom', members }] })
  pass(1_000)
  expect(take()).toEqual(['amina looking'])
})

it('says where one stays, again and again while it is in sight, and when one leaves', () => {
  ends.push(teamUp('me', false))
  enter('lucia')()
  const leave = enter('amina')
  pass(25_000)
  expect(take()).toEqual(['amina looking', 'amina looking', 'amina looking'])
  turn('hidden')
  pass(60_000)
  expect(take()).toEqual(['amina left'])
  turn('visible')
  pass(1_000)
  leave()
  ends.push(enter('tom'))
  pass(1_000)
  expect(take()).toEqual(['amina looking', 'tom looking'])
})

it('says that one types a few times a minute, and at once when it is over', () => {
  ends.push(teamUp('me', false), enter('amina'))
  pass(1_000)
  for (let letter = 1; letter <= 80; letter += 1) {
    noteTyping('amina', 'x'.repeat(letter))
    pass(100)
  }
  expect(take()).toEqual(['amina looking', 'amina typing', 'amina typing'])
  noteTyping('amina', '')
  noteTyping('amina', '')
  expect(take()).toEqual(['amina looking'])
  noteTyping('tom', 'Elsewhere')
  expect(take()).toEqual([])
})

it('somebody alone says that they type where the customer is shown it, every few seconds, and nothing else', () => {
  ends.push(teamUp('me', true), enter('amina'), showTyping(true))
  pass(60_000)
  expect(take()).toEqual([])
  noteTyping('amina', 'H')
  pass(1_000)
  noteTyping('amina', 'He')
  expect(take()).toEqual(['amina typing'])
  pass(4_000)
  noteTyping('amina', 'Hel')
  expect(take()).toEqual(['amina typing'])
  noteTyping('amina', '')
  pass(60_000)
  expect(take()).toEqual([])
})
