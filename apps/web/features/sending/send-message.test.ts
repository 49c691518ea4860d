import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '../../client/api-error'
import { SampleLocks } from '../live/sample-locks'
import { entryKey } from './kept-entries'
import { Line } from './sample-line'
import { SampleStorage } from './sample-storage'
import { outcomeOf } from './outcome-of'
import { discard, resend, resendUnanswered, sendMessage } from './send-message'
import { useUnsent, type Unsent } from './unsent'

const ana = 'org1:ana'
let storage: SampleStorage
let line: Line

beforeEach(() => {
  storage = new SampleStorage()
  line = new Line()
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('fetch', line.fetch)
  vi.stubGlobal('navigator', { onLine: true })
  useUnsent.setState({ owner: null, items: [], loose: [] })
})
afterEach(() => {
  useUnsent.setState({ owner: null, items: [], loose: [] })
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const items = () => useUnsent.getState().items
const states = () => items().map(({ body, state, reason }) => `${body}: ${state} ${reason}`.trim())
const item = (body: string) => items().find((other) => other.body === body) as Unsent
const kept = () => storage.keys().filter((key) => key.startsWith('cloudpa:unsent:'))
const settled = () => vi.waitFor(() => expect(items().every(({ state }) => state !== 'sending')).toBe(true))
const send = (...bodies: string[]) => bodies.forEach((body) => sendMessage('c1', body))

describe('sending before it is known who sends', () => {
  it('shows the message still when it is, and keeps it under their name', async () => {
    line.fate = { early: 'lost' }
    send('early')
    await settled()
    useUnsent.getState().load(ana)
    expect(states()).toEqual(['early: unanswered noAnswer'])
    expect(kept()).toEqual([entryKey('unsent', ana, item('early').clientId)])
  })

  it('loses nothing that was kept before', async () => {
    useUnsent.getState().load(ana)
    line.fate = { old: 'lost', new: 'lost' }
    send('old')
    await settled()
    useUnsent.setState({ owner: null, items: [], loose: [] })
    send('new')
    await settled()
    useUnsent.getState().load(ana)
    expect(items().map(({ body }) => body)).toEqual(['old', 'new'])
  })

  it('leaves to nobody else what one has not sent', async () => {
    useUnsent.getState().load(ana)
    line.fate = { hers: 'lost' }
    send('hers')
    await settled()
    useUnsent.getState().load('org1:ben')
    expect(items()).toEqual([])
    resendUnanswered()
    expect(line.bodies).toEqual(['hers'])
  })
})

describe('order', () => {
  beforeEach(() => useUnsent.getState().load(ana))

  it('holds when the first has no answer: the second waits, and follows the first’s retry', async () => {
    line.fate = { one: 'lost' }
    send('one', 'two')
    await settled()
    expect(line.bodies).toEqual(['one'])
    expect(states()).toEqual(['one: unanswered noAnswer', 'two: unanswered behind'])
    line.fate = {}
    resendUnanswered()
    await vi.waitFor(() => expect(items()).toEqual([]))
    expect(line.bodies).toEqual(['one', 'one', 'two'])
    expect(line.asked[0]?.clientId).toBe(line.asked[1]?.clientId)
  })

  it('holds for what is written later: the one before it is tried first', async () => {
    line.fate = { one: 'lost' }
    send('one')
    await settled()
    line.fate = {}
    send('two')
    await vi.waitFor(() => expect(items()).toEqual([]))
    expect(line.bodies).toEqual(['one', 'one', 'two'])
  })

  it('goes on after a refusal, which is never sent later by itself', async () => {
    line.fate = { one: 409 }
    send('one', 'two')
    await vi.waitFor(() => expect(states()).toEqual(['one: refused server']))
    expect(line.bodies).toEqual(['one', 'two'])
    resendUnanswered()
    send('three')
    await vi.waitFor(() => expect(line.bodies).toEqual(['one', 'two', 'three']))
    await vi.waitFor(() => expect(states()).toEqual(['one: refused server']))
    line.fate = {}
    resend(item('one'))
    await vi.waitFor(() => expect(items()).toEqual([]))
  })

  it('goes on when what held it up is discarded', async () => {
    line.fate = { one: 'lost' }
    send('one', 'two')
    await settled()
    discard(item('one'))
    await vi.waitFor(() => expect(items()).toEqual([]))
    expect(line.bodies).toEqual(['one', 'two'])
    expect(kept()).toEqual([])
  })

  it('is that of writing after a reload, though the clock stood still', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(1_000)
    line.fate = { '0': 'lost' }
    const bodies = Array.from({ length: 10 }, (_, index) => String(index))
    send(...bodies)
    await settled()
    vi.restoreAllMocks()
    useUnsent.setState({ owner: null, items: [], loose: [] })
    useUnsent.getState().load(ana)
    expect(items().map(({ body }) => body)).toEqual(bodies)
  })

  it('goes on though the clock was set back since the last try', async () => {
    line.fate = { one: 'lost' }
    send('one')
    await settled()
    line.fate = {}
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000)
    resendUnanswered()
    await vi.waitFor(() => expect(items()).toEqual([]))
  })

  it('does not hold one conversation up by another', async () => {
    line.fate = { one: 'lost' }
    send('one')
    sendMessage('c2', 'elsewhere')
    await settled()
    expect(states()).toEqual(['one: unanswered noAnswer'])
  })
})

describe('two tabs', () => {
  beforeEach(() => useUnsent.getState().load(ana))
  const forgetElsewhere = (clientId: string) => storage.removeItem(entryKey('unsent', ana, clientId))

  it('do not send what the other discarded, even before that is told', async () => {
    line.fate = { one: 'lost' }
    send('one')
    await settled()
    forgetElsewhere(item('one').clientId)
    resendUnanswered()
    await vi.waitFor(() => expect(items()).toEqual([]))
    expect(line.bodies).toEqual(['one'])
  })

  it('do not bring back what the other discarded while this one’s request was failing', async () => {
    vi.stubGlobal('fetch', () => {
      forgetElsewhere(item('one').clientId)
      return Promise.reject(new TypeError('no line'))
    })
    send('one')
    await vi.waitFor(() => expect(items()).toEqual([]))
    expect(kept()).toEqual([])
  })

  it('do not wait for ever for one that was suspended while it was sending', async () => {
    const locks = new SampleLocks()
    const patience = new AbortController()
    vi.stubGlobal('navigator', { onLine: true, locks })
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) =>
      ms === 25_000 ? patience.signal : new AbortController().signal,
    )
    locks.suspend('cloudpa:send:c1')
    send('one')
    expect(line.bodies).toEqual([])
    patience.abort(new DOMException('too long', 'TimeoutError'))
    await vi.waitFor(() => expect(items()).toEqual([]))
    expect(line.bodies).toEqual(['one'])
  })

  it('tell each other what is unsent and what became of it', () => {
    const other: Unsent = {
      clientId: 'x1',
      conversationId: 'c1',
      body: 'elsewhere',
      at: '2026-11-20T12:00:00.000Z',
      state: 'refused',
      reason: 'server',
    }
    useUnsent.getState().hear('x1', JSON.stringify(other))
    expect(items()).toEqual([other])
    useUnsent.getState().hear('x1', null)
    expect(items()).toEqual([])
  })
})

describe('a server that has no time', () => {
  beforeEach(() => {
    useUnsent.getState().load(ana)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

  it('is asked again by itself, ever less often, until it answers', async () => {
    line.fate = { one: 503 }
    send('one', 'two')
    await pass(4_000)
    expect(line.bodies).toEqual(['one'])
    await pass(4_000)
    expect(line.bodies).toEqual(['one', 'one'])
    line.fate = { one: 429 }
    await pass(20_000)
    expect(line.bodies).toEqual(['one', 'one', 'one'])
    line.fate = {}
    await pass(80_000)
    expect(line.bodies).toEqual(['one', 'one', 'one', 'one', 'two'])
    expect(items()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is not asked again about what it refused, nor by somebody who is signed out', async () => {
    vi.stubGlobal('window', { location: { pathname: '/sign-in' } })
    for (const status of [401, 409]) {
      line.fate[status] = status
      sendMessage(`c${status}`, String(status))
    }
    await pass(300_000)
    expect(line.bodies).toEqual(['401', '409'])
  })
})

describe('a browser that keeps nothing', () => {
  it('sends all the same, and holds what has no answer in memory', async () => {
    useUnsent.getState().load(ana)
    storage.isFull = true
    line.fate = { one: 'lost' }
    send('one')
    await settled()
    expect(states()).toEqual(['one: unanswered noAnswer'])
    line.fate = {}
    resendUnanswered()
    await vi.waitFor(() => expect(items()).toEqual([]))
    expect(line.bodies).toEqual(['one', 'one'])
  })
})

describe('outcomeOf', () => {
  it('is a refusal only where the server said no', () => {
    const params = { reason: 'window_over' }
    expect(outcomeOf(new ApiError('window_closed', 'Too late.', 409, { params }))).toEqual({
      state: 'refused',
      reason: 'server',
      error: { code: 'window_closed', message: 'Too late.', status: 409, params },
    })
    for (const status of [401, 408, 429, 500, 503]) {
      expect(outcomeOf(new ApiError('x', 'Not now.', status)).state).toBe('unanswered')
      const elsewhere = { params: { reason: 'org_switched' } }
      expect(outcomeOf(new ApiError('conflict', 'Not here.', 409, elsewhere)).state).toBe('unanswered')
    }
  })

  it('says offline only when it is', () => {
    vi.stubGlobal('navigator', { onLine: false })
    expect(outcomeOf(new ApiError('unreachable', '', 0)).reason).toBe('offline')
    vi.stubGlobal('navigator', { onLine: true })
    expect(outcomeOf(new ApiError('unreachable', '', 0)).reason).toBe('noAnswer')
    expect(outcomeOf(new TypeError('x')).reason).toBe('unexpected')
  })
})
