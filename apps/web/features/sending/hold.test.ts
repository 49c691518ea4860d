import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { templateSent } from '../messages/sample-message'
import { useDrafts } from './drafts'
import { entryKey } from './kept-entries'
import { heldMs } from './hold'
import { Line } from './sample-line'
import { SampleStorage } from './sample-storage'
import {
  discard,
  lastHeld,
  resend,
  resendUnanswered,
  sendHeldOnLeaving,
  sendMessage,
  shareUnsent,
  takeBack,
} from './send-message'
import { unsentOf, useUnsent, type Unsent } from './unsent'

const ana = 'org1:ana'
const hold = 5_000
let storage: SampleStorage
let line: Line

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  storage = new SampleStorage()
  line = new Line()
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('fetch', line.fetch)
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('window', new EventTarget())
  useUnsent.setState({ owner: null, items: [], loose: [] })
  useUnsent.getState().load(ana)
  useDrafts.setState({ owner: ana, texts: {}, typing: null, aside: '' })
})
afterEach(() => {
  useUnsent.setState({ owner: null, items: [], loose: [] })
  useDrafts.setState({ owner: null, texts: {}, typing: null, aside: '' })
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const items = () => useUnsent.getState().items
const states = () => items().map(({ body, state }) => `${body}: ${state}`)
const item = (body: string) => items().find((one) => one.body === body) as Unsent
const draft = () => useDrafts.getState().texts.c1
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
/** The page is loaded anew, after a while: its memory is gone, and its timers with it. */
function reload(afterMs = 0) {
  const atMs = Date.now() + afterMs
  vi.clearAllTimers()
  vi.setSystemTime(atMs)
  useUnsent.setState({ owner: null, items: [], loose: [] })
  useUnsent.getState().load(ana)
  resendUnanswered()
}

/** As another page kept it. */
const elsewhere = (): Unsent => ({
  clientId: 'x1',
  conversationId: 'c1',
  body: 'elsewhere',
  at: new Date().toISOString(),
  state: 'held',
  reason: '',
  heldUntil: Date.now() + hold,
})

describe('a message that is held', () => {
  it('asks nothing of the server until its time has come, and then goes out once', async () => {
    sendMessage('c1', 'one', hold)
    await pass(hold - 1)
    expect(line.bodies).toEqual([])
    expect(states()).toEqual(['one: held'])
    await pass(1)
    expect(line.bodies).toEqual(['one'])
    expect(items()).toEqual([])
    await pass(60_000)
    expect(line.bodies).toEqual(['one'])
  })

  it('taken back is a draft again, before what was begun since, and never goes out', async () => {
    sendMessage('c1', 'one', hold)
    useDrafts.getState().write('c1', 'and two')
    await pass(hold - 1)
    expect(takeBack(item('one'))).toBe(true)
    expect(draft()).toBe('one\nand two')
    await pass(60_000)
    expect(line.bodies).toEqual([])
    expect(storage.getItem(entryKey('draft', ana, 'c1'))).toContain('one\nand two')
  })

  it('writes nothing of a template that is taken back: it is chosen', async () => {
    sendMessage('c1', 'Hi Ana', hold, { template: templateSent('Hi Ana') })
    expect(takeBack(item('Hi Ana'))).toBe(true)
    await pass(60_000)
    expect([draft(), line.bodies]).toEqual([undefined, []])
  })

  it('can’t be taken back any more once it goes out', async () => {
    sendMessage('c1', 'one', hold)
    const held = item('one')
    await pass(hold)
    expect(takeBack(held)).toBe(false)
    expect([draft(), line.bodies]).toEqual([undefined, ['one']])
  })

  it('is none that waits for a person, and the last one is found', async () => {
    sendMessage('c1', 'one', hold)
    await pass(10)
    sendMessage('c2', 'two', hold)
    expect(unsentOf(items(), 'c1')).toBeUndefined()
    expect(lastHeld()?.body).toBe('two')
    await pass(hold)
    expect(lastHeld()).toBeUndefined()
  })

  it('is not held for an hour where the clock was set back', async () => {
    sendMessage('c1', 'one', hold)
    vi.setSystemTime(Date.now() - 3_600_000)
    expect(heldMs(item('one'), Date.now())).toBe(0)
    await pass(hold)
    expect(line.bodies).toEqual(['one'])
  })
})

describe('order', () => {
  it('holds though the next is sent without a hold: it waits, and can be taken back as well', async () => {
    sendMessage('c1', 'one', hold)
    sendMessage('c1', 'two')
    expect(states()).toEqual(['one: held', 'two: held'])
    await pass(hold)
    expect(line.bodies).toEqual(['one', 'two'])
  })

  it('lets the next go on where the first is taken back or discarded', async () => {
    for (const away of [takeBack, discard]) {
      sendMessage('c1', 'first', hold)
      await pass(2_000)
      sendMessage('c1', 'second', hold)
      away(item('first'))
      await pass(hold)
    }
    expect(line.bodies).toEqual(['second', 'second'])
  })

  it('holds behind what has no answer', async () => {
    line.fate = { lost: 'lost' }
    sendMessage('c1', 'lost')
    await pass(0)
    sendMessage('c1', 'held', hold)
    await pass(hold)
    expect(states()).toEqual(['lost: unanswered', 'held: unanswered'])
    line.fate = {}
    resendUnanswered()
    await pass(0)
    expect(line.bodies.slice(-2)).toEqual(['lost', 'held'])
    expect(items()).toEqual([])
  })
})

describe('a page that crashes', () => {
  it('is no reason to lose it or to send it twice: the next one sends it when its time has come', async () => {
    sendMessage('c1', 'one', hold)
    await pass(1_000)
    reload()
    expect(heldMs(item('one'), Date.now())).toBe(4_000)
    await pass(3_999)
    expect(line.bodies).toEqual([])
    await pass(2_000)
    expect(line.bodies).toEqual(['one'])
    expect(items()).toEqual([])
  })

  it('still lets it be taken back', async () => {
    sendMessage('c1', 'one', hold)
    reload()
    expect(takeBack(item('one'))).toBe(true)
    await pass(60_000)
    expect([draft(), line.bodies]).toEqual(['one', []])
  })

  /** Left behind by the only page there was. */
  const leave = () => useUnsent.getState().put(elsewhere())

  it('and comes back soon sends it at once', async () => {
    leave()
    reload(60_000)
    await pass(0)
    expect(line.bodies).toEqual(['elsewhere'])
  })

  it('for long leaves it to a person: nothing goes out that may be true no more', async () => {
    leave()
    reload(3_600_000)
    await pass(60_000)
    expect(line.bodies).toEqual([])
    expect(items()).toMatchObject([{ state: 'refused', reason: 'late' }])
    expect(unsentOf(items(), 'c1')?.body).toBe('elsewhere')
    // What is written now does not wait for it.
    sendMessage('c1', 'now')
    await pass(0)
    expect(line.bodies).toEqual(['now'])
    resend(item('elsewhere'))
    await pass(0)
    expect([line.bodies, items()]).toEqual([['now', 'elsewhere'], []])
  })

  it('without a line leaves it as any other message that waits', async () => {
    vi.stubGlobal('navigator', { onLine: false })
    line.fate = { one: 'lost' }
    sendMessage('c1', 'one', hold)
    await pass(hold)
    expect(items()).toMatchObject([{ state: 'unanswered', reason: 'offline' }])
    expect(items()[0]?.heldUntil).toBeUndefined()
  })
})

describe('a page that is closed', () => {
  beforeEach(() => void sendHeldOnLeaving())
  const close = () => void window.dispatchEvent(new Event('pagehide'))

  it('sends what it held before it is gone, by a request that outlives it, and the next page makes no second one', async () => {
    const fetch = vi.spyOn(line, 'fetch')
    vi.stubGlobal('fetch', fetch)
    sendMessage('c1', 'one', hold)
    sendMessage('c1', 'two', hold)
    close()
    expect(line.bodies).toEqual(['one', 'two'])
    expect(fetch.mock.calls.map(([, { keepalive }]) => keepalive)).toEqual([true, true])
    reload(3_600_000)
    await pass(60_000)
    expect(items()).toEqual([])
    expect(new Set(line.asked.map(({ clientId }) => clientId)).size).toBe(2)
  })

  it('leaves no way to take back what went out', () => {
    sendMessage('c1', 'one', hold)
    const held = item('one')
    close()
    expect([takeBack(held), draft()]).toEqual([false, undefined])
  })

  it('keeps it held without a line, and behind what has no answer', async () => {
    line.fate = { lost: 'lost' }
    sendMessage('c1', 'lost')
    await pass(0)
    sendMessage('c1', 'behind', hold)
    sendMessage('c2', 'free', hold)
    close()
    await pass(0)
    vi.stubGlobal('navigator', { onLine: false })
    sendMessage('c3', 'too', hold)
    close()
    expect(line.bodies).toEqual(['lost', 'lost', 'free'])
    expect(states().toSorted()).toEqual(['behind: held', 'lost: unanswered', 'too: held'])
  })
})

describe('another tab', () => {
  const key = entryKey('unsent', ana, 'x1')
  function tell(text: string | null) {
    if (text === null) storage.removeItem(key)
    else storage.setItem(key, text)
    window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue: text }))
  }

  it('leaves it to the one that it was written in, and sends it where that is gone', async () => {
    const stop = shareUnsent(ana)
    tell(JSON.stringify(elsewhere()))
    await pass(hold + 1_000)
    expect(line.bodies).toEqual([])
    await pass(1_000)
    expect(line.bodies).toEqual(['elsewhere'])
    stop()
  })

  it('does not send what was taken back elsewhere, nor takes back what is on its way', async () => {
    const stop = shareUnsent(ana)
    const held = elsewhere()
    tell(JSON.stringify(held))
    storage.setItem(key, JSON.stringify({ ...held, state: 'sending' }))
    expect(takeBack(held)).toBe(false)
    tell(null)
    await pass(60_000)
    expect(line.bodies).toEqual([])
    stop()
  })
})
