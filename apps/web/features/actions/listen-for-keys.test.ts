import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listenForKeys } from './listen-for-keys'
import { usePreferences } from './preferences'
import { actionIds, handle } from './registry'

/** An element that is what its selectors say, and lies in nothing else. */
class SampleElement {
  private readonly selectors: string[]
  constructor(...selectors: string[]) {
    this.selectors = selectors
  }
  closest(list: string) {
    return list.split(',').some((selector) => this.selectors.includes(selector)) ? this : null
  }
}

let done: string[]
let takes: (event: KeyboardEvent) => boolean
let stops: (() => void)[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  done = []
  takes = () => false
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', { body: new SampleElement('body') })
  vi.stubGlobal('Element', SampleElement)
  const handles = actionIds.map((id) => handle(id, () => done.push(id) > 0))
  stops = [...handles, listenForKeys((event) => takes(event))]
})
afterEach(() => {
  for (const stop of stops) stop()
  usePreferences.setState({ singleKeys: true })
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

interface Held {
  alt?: boolean
  ctrl?: boolean
  shift?: boolean
  isComposing?: boolean
  keyCode?: number
  repeat?: boolean
  on?: SampleElement
}

/** A while after the last press; what is pressed at once after two that belong together is theirs. */
const pause = () => vi.advanceTimersByTime(1_000)

/** Presses a key by what it writes and where it is; returns what that did. */
function press(key: string, code: string, { on, alt, ctrl, shift, ...more }: Held = {}): string[] {
  const event = Object.assign(new Event('keydown', { cancelable: true }), {
    key,
    code,
    isComposing: false,
    keyCode: 0,
    repeat: false,
    altKey: alt ?? false,
    ctrlKey: ctrl ?? false,
    metaKey: false,
    shiftKey: shift ?? false,
    getModifierState: (name: string) => ({ Alt: alt, Control: ctrl, Shift: shift })[name] ?? false,
    ...more,
  })
  if (on) Object.defineProperty(event, 'target', { value: on })
  const before = done.length
  window.dispatchEvent(event)
  return done.slice(before)
}

const letters = { j: 'next', k: 'previous', o: 'open', i: 'contact', r: 'write' }
/** What the keys in the places of J, K, O, I and R write, and those in the places of G and S. */
const layouts = {
  Cyrillic: ['о', 'л', 'щ', 'ш', 'к', 'п', 'ы'],
  Arabic: ['ت', 'ن', 'خ', 'ه', 'ق', 'ل', 'س'],
  Hebrew: ['ח', 'ל', 'ם', 'ן', 'ר', 'ע', 'ד'],
  Greek: ['ξ', 'κ', 'ο', 'ι', 'ρ', 'γ', 'σ'],
}

describe('a letter', () => {
  it.each([
    ['QWERTY', 'KeyJ', 'KeyK', 'KeyO', 'KeyI', 'KeyR'],
    ['Dvorak', 'KeyC', 'KeyV', 'KeyS', 'KeyG', 'KeyO'],
    ['Colemak', 'KeyY', 'KeyN', 'Semicolon', 'KeyL', 'KeyS'],
  ])('is what it says on a Latin keyboard, wherever it is: %s', (_, ...codes) => {
    const did = Object.keys(letters).map((letter, at) => press(letter, codes[at] ?? ''))
    expect(did).toEqual(Object.values(letters).map((id) => [id]))
  })

  it('does nothing in the place of another on a Latin keyboard', () => {
    // Dvorak, whose H is where J is on others.
    expect([press('h', 'KeyJ'), press('t', 'KeyK'), press('p', 'KeyR')]).toEqual([
      ['snooze'],
      ['template'],
      [],
    ])
  })

  it.each(Object.entries(layouts))(
    'is found by its place where there are no Latin letters: %s',
    (_, keys) => {
      const did = Object.keys(letters).map((letter, at) =>
        press(keys[at] ?? '', `Key${letter.toUpperCase()}`),
      )
      expect(did).toEqual(Object.values(letters).map((id) => [id]))
      expect(press(keys[5] ?? '', 'KeyG')).toEqual([])
      expect(press(keys[3] ?? '', 'KeyI')).toEqual(['goInbox'])
      pause()
      expect(press(keys[5] ?? '', 'KeyG')).toEqual([])
      expect(press(keys[6] ?? '', 'KeyS')).toEqual(['goSnoozed'])
    },
  )

  it.each([
    ['QWERTY', 'KeyG', 'KeyI', 'KeyS'],
    ['Dvorak', 'KeyU', 'KeyG', 'Semicolon'],
  ])('after another is what both say, and not what it says alone: %s', (_, g, i, s) => {
    expect([press('g', g), press('i', i)]).toEqual([[], ['goInbox']])
    pause()
    expect([press('g', g), press('s', s)]).toEqual([[], ['goSnoozed']])
    expect(press('i', i)).toEqual(['contact'])
  })

  it('begins anew once two were pressed: the next two, or a single one, are what they say', () => {
    const pressAll = (...keys: string[]) => keys.flatMap((key) => press(key, `Key${key.toUpperCase()}`))
    expect(pressAll('g', 'i', 'g', 's')).toEqual(['goInbox', 'goSnoozed'])
    expect(pressAll('s')).toEqual(['star'])
    const pressPlaces = (...keys: [string, string][]) => keys.flatMap(([key, code]) => press(key, code))
    pause()
    expect(pressPlaces(['п', 'KeyG'], ['ш', 'KeyI'], ['п', 'KeyG'], ['ы', 'KeyS'])).toEqual([
      'goInbox',
      'goSnoozed',
    ])
  })

  it('does nothing once single keys are turned off, or while it is held down', () => {
    expect(press('j', 'KeyJ', { repeat: true })).toEqual([])
    usePreferences.setState({ singleKeys: false })
    expect([press('j', 'KeyJ'), press('о', 'KeyJ'), press('ArrowDown', 'ArrowDown')]).toEqual([
      [],
      [],
      ['next'],
    ])
  })
})

it('a question mark opens the sheet, whichever key it is on', () => {
  expect(press('?', 'Slash', { shift: true })).toEqual(['shortcuts'])
  expect(press('?', 'Minus', { shift: true })).toEqual(['shortcuts'])
  expect(press('؟', 'Slash', { shift: true })).toEqual(['shortcuts'])
})

describe('a key does nothing', () => {
  // 229 is how Safari says that it composes.
  it.each([{ isComposing: true }, { keyCode: 229 }])('while a word is composed: %o', (how) => {
    expect(press('Escape', 'Escape', how)).toEqual([])
    expect(press('Enter', 'Enter', how)).toEqual([])
    expect(press('j', 'KeyJ', how)).toEqual([])
  })

  it('where one writes, but for those that say so', () => {
    const on = new SampleElement('textarea')
    expect([press('r', 'KeyR', { on }), press('Escape', 'Escape', { on })]).toEqual([[], []])
    expect(press('ArrowDown', 'ArrowDown', { on, alt: true })).toEqual(['nextWriting'])
  })

  it.each(['dialog', 'alertdialog', 'menu'])('in a %s over the screen', (role) => {
    const on = new SampleElement(`[role="${role}"]`)
    expect([press('j', 'KeyJ', { on }), press('Escape', 'Escape', { on })]).toEqual([[], []])
  })

  it('with Ctrl, which is the browser’s', () => {
    expect(press('r', 'KeyR', { ctrl: true })).toEqual([])
  })

  it('that is taken before', () => {
    takes = ({ key }) => key === 'j'
    expect([press('j', 'KeyJ'), press('k', 'KeyK')]).toEqual([[], ['previous']])
  })
})
