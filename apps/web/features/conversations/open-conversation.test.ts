import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  closeConversation,
  followAddress,
  followed,
  isClosing,
  openConversation,
  openList,
  watchOpenId,
} from './open-conversation'

interface State {
  __NA?: boolean
  fromList?: boolean
}

/** The part of a browser's history that is used, as Next leaves it; it notes what the router is told. */
class SampleHistory {
  state: State | null
  readonly told: string[] = []
  readonly back = vi.fn<() => void>()

  constructor(
    state: State,
    readonly location: { pathname: string; search: string },
  ) {
    this.state = { __NA: true, ...state }
  }
  pushState(state: State | null, _unused: string, href: string) {
    const url = new URL(href, 'http://desk.test')
    Object.assign(this.location, { pathname: url.pathname, search: url.search })
    if (!state?.__NA) this.told.push(href)
    this.state = { ...state, __NA: true }
  }
  replaceState = this.pushState

  /** The browser goes to another entry. */
  pop(href: string, state: State = {}) {
    this.pushState({ __NA: true, ...state }, '', href)
    window.dispatchEvent(new Event('popstate'))
  }
}

function open(pathname: string, state: State = {}): SampleHistory {
  const location = { pathname, search: '' }
  const history = new SampleHistory(state, location)
  vi.stubGlobal('window', Object.assign(new EventTarget(), { history, location }))
  return history
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (paint: () => void) => setTimeout(paint, 16))
})
afterEach(() => {
  vi.runAllTimers()
  followed(`${window.location.pathname}${window.location.search}`)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('closes once, however often it is asked before the browser is back in the list', () => {
  const { back } = open('/inbox/a', { fromList: true })
  closeConversation()
  expect(isClosing()).toBe(true)
  closeConversation()
  expect(back).toHaveBeenCalledOnce()
  openList('done')
  expect(isClosing()).toBe(false)
  openConversation('b', 'row')
  closeConversation()
  expect(back).toHaveBeenCalledTimes(2)
})

it('changes the address at once and tells the router of the last one alone, when that is painted', () => {
  const { location, told } = open('/inbox')
  for (const id of ['a', 'b', 'c']) openConversation(id, 'row')
  expect([location.pathname, told]).toEqual(['/inbox/c', []])
  vi.runAllTimers()
  expect(told).toEqual(['/inbox/c'])
})

it('tells the router before that goes elsewhere, and once', () => {
  const { told } = open('/inbox')
  openConversation('a', 'row')
  followAddress()
  expect(told).toEqual(['/inbox/a'])
  vi.runAllTimers()
  expect(told).toEqual(['/inbox/a'])
})

it('tells the router nothing of an address that it has left by itself', () => {
  const { location, told } = open('/inbox')
  openConversation('a', 'row')
  Object.assign(location, { pathname: '/settings/team' })
  vi.runAllTimers()
  expect([location.pathname, told]).toEqual(['/settings/team', []])
})

it('tells the router at once while it still draws an earlier address, which it would put back', () => {
  const { told } = open('/inbox')
  openConversation('a', 'row')
  vi.runAllTimers()
  openConversation('b', 'row')
  expect(told).toEqual(['/inbox/a', '/inbox/b'])
  followed('/inbox/b')
  openConversation('c', 'row')
  expect(told).toEqual(['/inbox/a', '/inbox/b'])
  vi.runAllTimers()
  expect(told).toEqual(['/inbox/a', '/inbox/b', '/inbox/c'])
})

it('tells the router nothing while the browser goes back, which that would stop', () => {
  const { told, back } = open('/inbox')
  openConversation('a', 'row')
  closeConversation()
  vi.runAllTimers()
  expect([told, back.mock.calls.length]).toEqual([[], 1])
})

it('knows after telling the router that the list lies behind', () => {
  const history = open('/inbox')
  openConversation('a', 'row')
  vi.runAllTimers()
  expect(history.state?.fromList).toBe(true)
  openList('done')
  vi.runAllTimers()
  expect(history.state?.fromList).toBe(false)
})

it('tells the router again where the browser is when that draws late what was passed on the way', () => {
  const history = open('/inbox/a')
  const stop = watchOpenId(() => {})
  history.pop('/inbox?filter=unread')
  history.pop('/inbox/b', { fromList: true })
  history.replaceState({ __NA: true }, '', '/inbox?filter=unread')
  followed('/inbox?filter=unread')
  expect([history.location.pathname, history.state?.fromList, history.told]).toEqual([
    '/inbox/b',
    true,
    ['/inbox/b'],
  ])
  followed('/inbox/b')
  openList('unread')
  followed('/inbox?filter=unread')
  expect(history.location.search).toBe('?filter=unread')
  stop()
})

it('lets the router go by itself where the browser passed', () => {
  const history = open('/inbox/a')
  const stop = watchOpenId(() => {})
  history.pop('/inbox/b')
  history.pop('/inbox')
  followAddress()
  history.replaceState({ __NA: true }, '', '/inbox/b')
  followed('/inbox/b')
  expect([history.location.pathname, history.told]).toEqual(['/inbox/b', []])
  stop()
})

it('leaves it to the router what it draws where the browser passed another screen', () => {
  const history = open('/inbox/a')
  const stop = watchOpenId(() => {})
  for (const [passed, last] of [
    ['/settings/team', '/inbox'],
    ['/inbox', '/contacts'],
  ] as const) {
    history.pop(passed)
    history.pop(last)
    followed(passed)
    followed(last)
  }
  expect(history.told).toEqual([])
  stop()
})

it('says where the browser went outside of that event, too, in which React waits for the router', () => {
  const history = open('/inbox')
  const seen: (string | null)[] = []
  const stop = watchOpenId((id) => seen.push(id))
  history.pop('/inbox/a')
  expect(seen).toEqual([null, 'a'])
  vi.runAllTimers()
  expect(seen).toEqual([null, 'a', 'a'])
  stop()
})
