import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createQueryClient } from '../../client/query-client'
import { applyLiveEvents } from '../live/apply-live-events'
import { conversation } from '../live/sample-conversation'
import { message } from '../messages/sample-message'
import { dropReadMarks, loadReadMarks, markRead } from './read-marks'
import { SampleStorage } from './sample-storage'
import { useUnsent } from './unsent'
import { sendAgain } from './use-sending'

const ana = 'org1:ana'
let me: { org: { id: string }; user: { id: string } }
let asked: string[]

beforeEach(() => {
  me = { org: { id: 'org1' }, user: { id: 'ana' } }
  asked = []
  vi.stubGlobal('localStorage', new SampleStorage())
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path)
    return Promise.resolve(Response.json(path === '/api/v1/me' ? me : { conversationId: 'c1' }))
  })
  useUnsent.setState({ owner: null, items: [], loose: [] })
  useUnsent.getState().load(ana)
  useUnsent.getState().put({
    clientId: 'x1',
    conversationId: 'c1',
    body: 'hers',
    at: '2026-11-20T12:00:00.000Z',
    state: 'unanswered',
    reason: 'offline',
  })
})
afterEach(() => {
  dropReadMarks()
  vi.restoreAllMocks()
  useUnsent.setState({ owner: null, items: [], loose: [] })
  vi.unstubAllGlobals()
})

const sends = () => asked.filter((path) => path.endsWith('/send'))

describe('a line that came back', () => {
  it('takes what waited, once it is known who is signed in', async () => {
    await sendAgain(createQueryClient(), ana)
    await vi.waitFor(() => expect(useUnsent.getState().items).toEqual([]))
    expect(asked[0]).toBe('/api/v1/me')
    expect(sends()).toHaveLength(1)
  })

  it('tells what was read without it', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined)
    const answer = fetch
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')))
    loadReadMarks(ana)
    markRead('c7', 3)
    await vi.waitFor(() => expect(console.warn).toHaveBeenCalled())
    vi.stubGlobal('fetch', answer)
    await sendAgain(createQueryClient(), ana)
    await vi.waitFor(() => expect(asked).toContain('/api/v1/messaging/conversations/c7/read'))
  })

  it('takes nothing where another tab switched the org or the person meanwhile', async () => {
    for (const other of [
      { org: { id: 'org2' }, user: { id: 'ana' } },
      { org: { id: 'org1' }, user: { id: 'ben' } },
    ]) {
      me = other
      await sendAgain(createQueryClient(), ana)
    }
    expect(asked).toEqual(['/api/v1/me', '/api/v1/me'])
    expect(useUnsent.getState().items).toHaveLength(1)
  })
})

it('what the stream tells of was sent, though its own answer was lost', async () => {
  const told = { message: message(3, { clientId: 'x1' }), conversation: conversation('c1', 3) }
  applyLiveEvents(createQueryClient(), [{ type: 'message', ...told }])
  expect(useUnsent.getState().items).toEqual([])
  await sendAgain(createQueryClient(), ana)
  expect(sends()).toEqual([])
})
