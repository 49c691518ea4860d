import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useKeeping } from './kept-entries'
import { SampleStorage } from './sample-storage'
import { trayOf, useTray, type TrayFile } from './tray'

const ana = 'org1:ana'
const file = (id: string): TrayFile => ({ id, kind: 'image', name: `${id}.png`, type: 'image/png', bytes: 9 })
let storage: SampleStorage

/** The same browser's other tab, which was told nothing since. */
const aTab = () => useTray.getState()
const asTab = (state: ReturnType<typeof aTab>) => useTray.setState(state, true)

beforeEach(() => {
  storage = new SampleStorage()
  vi.stubGlobal('localStorage', storage)
  useKeeping.setState({ refused: false })
  useTray.setState({ owner: null, files: {} })
})
afterEach(() => vi.unstubAllGlobals())

const { load, change, take } = useTray.getState()
const add = (...ids: string[]) => change('c1', (files) => [...files, ...ids.map(file)])
const ids = () => trayOf('c1').map(({ id }) => id)

describe('a tray in two tabs', () => {
  it('keeps what both put there before either was told', () => {
    load(ana)
    const other = aTab()
    add('one')
    asTab(other)
    expect(ids()).toEqual([])
    add('two')
    expect(ids().toSorted()).toEqual(['one', 'two'])
    useTray.setState({ owner: null, files: {} })
    load(ana)
    expect(ids().toSorted()).toEqual(['one', 'two'])
  })

  it('is taken by one of them', () => {
    load(ana)
    add('one', 'two')
    const other = aTab()
    expect(take('c1', [file('one'), file('two')])).toBe(true)
    asTab(other)
    expect(ids()).toEqual(['one', 'two'])
    expect(take('c1', [file('one'), file('two')])).toBe(false)
    expect(ids()).toEqual([])
    expect(storage.keys()).toEqual([])
  })

  it('does not bring back what the other took away', () => {
    load(ana)
    add('one')
    const other = aTab()
    change('c1', () => [])
    asTab(other)
    add('two')
    expect(ids()).toEqual(['two'])
  })
})

describe('a tray', () => {
  it('has the order in which it leaves after a reload', () => {
    load(ana)
    add('b', 'a', 'c')
    change('c1', (files) => [file('first'), ...files])
    useTray.setState({ owner: null, files: {} })
    load(ana)
    expect(ids()).toEqual(['first', 'b', 'a', 'c'])
  })

  it('keeps what was put there before it was known who is here', () => {
    add('early')
    load(ana)
    expect(ids()).toEqual(['early'])
    load('org1:ben')
    expect(ids()).toEqual([])
    load(ana)
    expect(ids()).toEqual(['early'])
  })

  it('lives in memory where the browser keeps nothing', () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    load(ana)
    storage.isFull = true
    add('one')
    add('two')
    expect(ids()).toEqual(['one', 'two'])
    expect(take('c1', [file('one'), file('two')])).toBe(true)
    expect(ids()).toEqual([])
  })
})
