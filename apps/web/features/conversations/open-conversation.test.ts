import { afterEach, expect, it, vi } from 'vitest'
import { closeConversation, isClosing, openList } from './open-conversation'

afterEach(() => vi.unstubAllGlobals())

it('closes once, however often it is asked before the browser is back in the list', () => {
  const history = { state: { fromList: true }, back: vi.fn<() => void>(), pushState: vi.fn<() => void>() }
  vi.stubGlobal('window', { history, location: { pathname: '/inbox/a', search: '' } })
  closeConversation()
  expect(isClosing()).toBe(true)
  closeConversation()
  expect(history.back).toHaveBeenCalledOnce()
  openList('done')
  expect(isClosing()).toBe(false)
  closeConversation()
  expect(history.back).toHaveBeenCalledTimes(2)
})
