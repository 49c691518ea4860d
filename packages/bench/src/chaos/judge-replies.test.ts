import { describe, expect, it } from 'vitest'
import type { ReplyEntry } from './journal.js'
import type { ShownMessage } from './judge-forms.js'
import { judgeReplies, type TakenMessage } from './judge-replies.js'

const reply = (id: string, askedAtMs: number, answeredAtMs?: number): ReplyEntry => ({
  org: 0,
  phone: '+1',
  clientId: id,
  part: 1,
  body: `reply ${id}`,
  shownBody: `reply ${id}`,
  fault: undefined,
  askedAtMs,
  ...(answeredAtMs === undefined ? {} : { answeredAtMs }),
})

const taken = (id: string, change: Partial<TakenMessage> = {}): TakenMessage => ({
  sid: `SM${id}`,
  body: `reply ${id}`,
  fileName: null,
  to: 'whatsapp:+1',
  from: 'whatsapp:+9',
  status: 'delivered',
  ...change,
})

const shown = (id: string, change: Partial<ShownMessage> = {}): ShownMessage => ({
  direction: 'outbound',
  sid: `SM${id}`,
  clientId: id,
  kind: 'text',
  body: `reply ${id}`,
  status: 'delivered',
  position: 1,
  media: [],
  ...change,
})

/** How many findings there are of each kind; those without any are left out. */
function count(
  asked: ReplyEntry[],
  messages: ShownMessage[],
  copies: TakenMessage[],
): Record<string, number> {
  const conversation = { org: 0, phone: '+1', unreadCount: 0, readPosition: 0, messages }
  const kinds = Object.entries(judgeReplies(asked, [conversation], copies)) as [string, string[]][]
  return Object.fromEntries(
    kinds.filter(([, lines]) => lines.length > 0).map(([k, lines]) => [k, lines.length]),
  )
}

const a = reply('a', 0, 1)
const unsent = { status: 'queued', sid: null }

describe('what the product shows of replies', () => {
  it.each<[string, ShownMessage[], TakenMessage[], Record<string, number>]>([
    ['nothing wrong', [shown('a')], [taken('a')], {}],
    ['no receipt for what was taken', [shown('a', { status: 'queued' })], [taken('a')], {}],
    [
      'a failure that is one',
      [shown('a', { status: 'failed' })],
      [taken('a', { status: 'failed' })],
      { givenUp: 1 },
    ],
    [
      'a file that Twilio could not fetch',
      [shown('a', { status: 'failed' })],
      [taken('a', { status: 'undelivered' })],
      { givenUp: 1 },
    ],
    ['a failure, and Twilio never got it', [shown('a', { status: 'failed', sid: null })], [], { givenUp: 1 }],
    ['an open question', [shown('a', { status: 'unconfirmed', sid: null })], [taken('a')], { givenUp: 1 }],
    ['a reply sent twice', [shown('a')], [taken('a'), taken('a', { sid: 'SM2' })], { sentTwice: 1 }],
    ['a reply that never left', [shown('a', unsent)], [], { lost: 1 }],
    ['nothing of what was accepted', [], [], { lost: 1 }],
    ['nothing of what was sent', [], [taken('a')], { lost: 1 }],
    ['one reply as two', [shown('a'), shown('a')], [taken('a')], { doubled: 1 }],
    ['what Twilio does not have', [shown('a')], [], { wronglyShown: 1 }],
    ['another’s sid', [shown('a', { sid: 'SMx' })], [taken('a')], { wronglyShown: 1 }],
    [
      'a failure that is none',
      [shown('a', { status: 'failed' })],
      [taken('a')],
      { wronglyShown: 1, givenUp: 1 },
    ],
    ['a delivery that failed', [shown('a')], [taken('a', { status: 'failed' })], { wronglyShown: 1 }],
    ['that it still waits', [shown('a', unsent)], [taken('a')], { wronglyShown: 1 }],
    ['what left with another file', [shown('a')], [taken('a', { fileName: 'b.pdf' })], { wronglyShown: 1 }],
    ['what went to somebody else', [shown('a')], [taken('a', { to: 'whatsapp:+2' })], { wronglyShown: 1 }],
  ])('shows %s', (_, messages, copies, findings) => {
    expect(count([a], messages, copies)).toEqual(findings)
  })

  it('says nothing of a reply that nobody accepted, unless it was sent and is not shown', () => {
    expect(count([reply('a', 0)], [], [])).toEqual({})
    expect(count([reply('a', 0)], [], [taken('a')])).toEqual({ wronglyShown: 1 })
  })

  it('left in the order in which replies were accepted', () => {
    const both = [a, reply('b', 2, 3)]
    const messages = [shown('a'), shown('b')]
    expect(count(both, messages, [taken('a'), taken('b')])).toEqual({})
    expect(count(both, messages, [taken('b'), taken('a')])).toEqual({ inversions: 1 })
  })

  it('left in the order of its parts', () => {
    const parts = [a, { ...reply('a 2', 0, 1), part: 2 }]
    const messages = [shown('a'), shown('a 2')]
    expect(count(parts, messages, [taken('a'), taken('a 2')])).toEqual({})
    expect(count(parts, messages, [taken('a 2'), taken('a')])).toEqual({ inversions: 1 })
  })
})
