import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { joinTexts } from '../../client/join-texts'
import { append, useDrafts, useNoteDrafts } from './drafts'
import { entryKey, forgetOthers, useKeeping } from './kept-entries'
import { forgetOldDrafts } from './old-drafts'
import { SampleStorage } from './sample-storage'

const ana = 'org1:ana'
let storage: SampleStorage

beforeEach(() => {
  storage = new SampleStorage()
  vi.stubGlobal('localStorage', storage)
  useDrafts.setState({ owner: null, texts: {}, typing: null, aside: '' })
  useKeeping.setState({ refused: false })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const { load, write, clear, hear, rest } = useDrafts.getState()
const texts = () => useDrafts.getState().texts
const kept = (id: string, owner = ana) =>
  storage.getItem(entryKey('draft', owner, id))?.replace(/^\d{13}:/, '')
const keepBefore = (id: string, text: string, owner = ana) =>
  storage.setItem(entryKey('draft', owner, id), text)

describe('what is begun for the team', () => {
  it('is never among what is begun for a customer, nor the other way round', () => {
    useNoteDrafts.setState({ owner: null, texts: {}, typing: null, aside: '' })
    write('c1', 'Dear Amina')
    useNoteDrafts.getState().write('c1', 'She pays late')
    load(ana)
    useNoteDrafts.getState().load(ana)
    append('c1', '!')
    expect([texts(), useNoteDrafts.getState().texts]).toEqual([
      { c1: 'Dear Amina!' },
      { c1: 'She pays late' },
    ])
    clear('c1')
    rest()
    load(ana)
    useNoteDrafts.getState().load(ana)
    expect([texts(), useNoteDrafts.getState().texts]).toEqual([{}, { c1: 'She pays late' }])
  })
})

describe('drafts of one person', () => {
  it('are read back, and nobody else’s', () => {
    keepBefore('c1', 'half a sentence')
    keepBefore('c1', 'somebody else', 'org1:ben')
    storage.setItem('theme', 'dark')
    load(ana)
    expect(texts()).toEqual({ c1: 'half a sentence' })
  })

  it('typed before it is known who types stay, and are kept from then on', () => {
    write('c1', 'too early')
    load(ana)
    expect(texts()).toEqual({ c1: 'too early' })
    expect(kept('c1')).toBe('too early')
  })

  it('typed too early stand below what was kept, once the person pauses', () => {
    keepBefore('c1', 'from yesterday')
    write('c1', 'too early')
    load(ana)
    expect(texts().c1).toBe('too early')
    expect(kept('c1')).toBe('from yesterday\ntoo early')
    rest()
    expect(texts().c1).toBe('from yesterday\ntoo early')
  })

  it('do not pass to whoever signs in next', () => {
    load(ana)
    write('c1', 'hers')
    load('org1:ben')
    expect(texts()).toEqual({})
    load(ana)
    expect(texts()).toEqual({ c1: 'hers' })
  })

  it('take what was typed before there was a composer', () => {
    load(ana)
    for (const letter of 'Hola') append('c1', letter)
    expect(texts().c1).toBe('Hola')
    expect(kept('c1')).toBe('Hola')
  })

  it('live in memory where the browser keeps nothing, and a second look does not lose them', () => {
    load(ana)
    storage.isFull = true
    write('c1', 'no room')
    expect(useKeeping.getState().refused).toBe(true)
    rest()
    load(ana)
    expect(texts()).toEqual({ c1: 'no room' })
  })
})

describe('two tabs on one draft', () => {
  it('share it', () => {
    load(ana)
    hear('c1', 'from the other tab')
    expect(texts()).toEqual({ c1: 'from the other tab' })
    hear('c1', '')
    expect(texts()).toEqual({})
  })

  it('never change the text under a caret, and lose neither', () => {
    load(ana)
    write('c1', 'mine')
    hear('c1', 'theirs')
    expect(texts().c1).toBe('mine')
    write('c1', 'mine too')
    expect(kept('c1')).toBe('theirs\nmine too')
    rest()
    expect(texts().c1).toBe('theirs\nmine too')
  })

  it('let go of what was sent, and show what the other had begun', () => {
    load(ana)
    write('c1', 'mine')
    hear('c1', 'theirs')
    clear('c1')
    expect(texts().c1).toBe('theirs')
    expect(kept('c1')).toBe('theirs')
  })

  it('are joined only where one does not hold the other', () => {
    expect(joinTexts('Hello', 'Hello Ana')).toBe('Hello Ana')
    expect(joinTexts('Hello Ana', 'Hello')).toBe('Hello Ana')
    expect(joinTexts('', 'a')).toBe('a')
    expect(joinTexts('a', '')).toBe('a')
    expect(joinTexts('a', 'b')).toBe('a\nb')
  })
})

describe('what this browser keeps', () => {
  it('is forgotten when somebody else comes, but for one’s other orgs', () => {
    keepBefore('c1', 'a', 'org1:ana')
    keepBefore('c2', 'b', 'org2:ana')
    keepBefore('c1', 'c', 'org1:ben')
    storage.setItem('cloudpa:preferences', '{}')
    forgetOthers('org1:ana')
    expect(storage.keys()).toEqual([
      entryKey('draft', 'org1:ana', 'c1'),
      entryKey('draft', 'org2:ana', 'c2'),
      'cloudpa:preferences',
    ])
    forgetOthers(null)
    expect(storage.keys()).toEqual(['cloudpa:preferences'])
  })

  it('is forgotten 30 days after somebody last went on with it, whoever it is', () => {
    const day = 86_400_000
    const later = (ms: number) => vi.setSystemTime(Date.now() + ms)
    vi.useFakeTimers({ toFake: ['Date'] })
    load('org1:ben')
    write('c1', 'his')
    load(ana)
    write('c1', 'hers')
    write('c2', 'hers too')
    keepBefore('c3', '2000 words without a time')
    later(20 * day)
    forgetOldDrafts(storage)
    write('c2', 'hers, gone on with')
    later(11 * day)
    forgetOldDrafts(storage)
    load(ana)
    expect(texts()).toEqual({ c2: 'hers, gone on with', c3: '2000 words without a time' })
    expect(storage.keys()).toEqual([entryKey('draft', ana, 'c2'), entryKey('draft', ana, 'c3')])
    later(31 * day)
    forgetOldDrafts(storage)
    expect(storage.keys()).toEqual([])
  })
  it('is forgotten as a note, a chosen file and a message that never left, too', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const at = new Date().toISOString()
    const put = (kind: Parameters<typeof entryKey>[0], id: string, text: string) =>
      storage.setItem(entryKey(kind, ana, id), text)
    const written = JSON.stringify({ clientId: 'x', body: '"at":"2001-01-01"', at, state: 'refused' })
    put('note', 'c1', `${Date.now()}:She pays late`)
    put('tray', 'c1:f1', `${Date.now()}:{"id":"f1"}`)
    put('unsent', 'x', written)
    put('unsent-note', 'y', written)
    put('read', 'c1', '7')
    vi.setSystemTime(Date.now() + 29 * 86_400_000)
    forgetOldDrafts(storage)
    expect(storage.keys()).toHaveLength(5)
    vi.setSystemTime(Date.now() + 2 * 86_400_000)
    forgetOldDrafts(storage)
    expect(storage.keys()).toEqual([entryKey('read', ana, 'c1')])
  })
})
