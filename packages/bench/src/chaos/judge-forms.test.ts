import { describe, expect, it } from 'vitest'
import type { FormEntry } from './journal.js'
import { judgeForms, type ShownConversation, type ShownMessage } from './judge-forms.js'

const form = (sid: string, askedAtMs: number, answeredAtMs?: number): FormEntry => ({
  org: 0,
  phone: '+1',
  sid,
  kind: 'text',
  body: `text of ${sid}`,
  askedAtMs,
  ...(answeredAtMs === undefined ? {} : { answeredAtMs }),
})

const inbound = (sid: string, position: number): ShownMessage => ({
  direction: 'inbound',
  sid,
  clientId: null,
  kind: 'text',
  body: `text of ${sid}`,
  status: 'received',
  position,
  media: [],
})

const conversation = (sids: string[], change: Partial<ShownConversation> = {}): ShownConversation => ({
  org: 0,
  phone: '+1',
  unreadCount: sids.length,
  readPosition: 0,
  messages: sids.map((sid, index) => inbound(sid, index + 1)),
  ...change,
})

/** How many findings there are of each kind; those without any are left out. */
function count(posted: FormEntry[], shown: ShownConversation[]): Record<string, number> {
  const kinds = Object.entries(judgeForms(posted, shown)) as [string, string[]][]
  return Object.fromEntries(
    kinds.filter(([, lines]) => lines.length > 0).map(([k, lines]) => [k, lines.length]),
  )
}

const a = form('a', 0, 1)
const b = form('b', 2, 3)

describe('what the product shows of forms', () => {
  it('is faultless when each is there once and in order', () => {
    expect(count([a, b], [conversation(['a', 'b'])])).toEqual({})
  })

  it('may hold a form that nobody acknowledged, or not', () => {
    expect(count([a, form('c', 2)], [conversation(['a'])])).toEqual({})
    expect(count([a, form('c', 2)], [conversation(['a', 'c'])])).toEqual({})
  })

  it('may show in either order what was under way at the same time', () => {
    expect(count([form('a', 0, 5), form('b', 1, 4)], [conversation(['b', 'a'])])).toEqual({})
  })

  it.each<[string, ShownConversation[], Record<string, number>]>([
    ['a lost form', [conversation(['a'])], { lost: 1 }],
    ['a doubled form', [conversation(['a', 'b', 'b'])], { doubled: 1 }],
    ['the wrong order', [conversation(['b', 'a'])], { inversions: 1 }],
    [
      'another text',
      [conversation(['a', 'b'], { messages: [inbound('a', 1), { ...inbound('b', 2), body: '' }] })],
      { misplaced: 1 },
    ],
    [
      'another kind',
      [conversation(['a', 'b'], { messages: [inbound('a', 1), { ...inbound('b', 2), kind: 'unknown' }] })],
      { misplaced: 1 },
    ],
    ['another customer', [conversation(['a']), conversation(['b'], { phone: '+2' })], { misplaced: 1 }],
    ['another org', [conversation(['a']), conversation(['b'], { org: 1 })], { misplaced: 1, lost: 1 }],
    ['one that nobody wrote', [conversation(['a', 'b', 'c'])], { misplaced: 1 }],
    ['a customer split in two', [conversation(['a']), conversation(['b'])], { misplaced: 1 }],
    ['a badge that counts wrong', [conversation(['a', 'b'], { unreadCount: 1 })], { miscounted: 1 }],
  ])('shows %s', (_, shown, findings) => {
    expect(count([a, b], shown)).toEqual(findings)
  })

  it('counts what came after the last read', () => {
    expect(count([a, b], [conversation(['a', 'b'], { readPosition: 1, unreadCount: 1 })])).toEqual({})
  })
})
