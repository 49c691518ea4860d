import { describe, expect, it } from 'vitest'
import type { FormEntry } from './journal.js'
import type { ShownConversation, ShownMedium } from './judge-forms.js'
import { judgeMedia, type Kept, type MediaRow, type StoredFile } from './judge-media.js'

const posted = (reason: string | null = null): FormEntry => ({
  org: 0,
  phone: '+1',
  sid: 'SM1',
  kind: 'image',
  body: '',
  file: { sha256: 'abc', fault: undefined, reason },
  askedAtMs: 0,
  answeredAtMs: 1,
})

const shown = (...media: ShownMedium[]): ShownConversation => ({
  org: 0,
  phone: '+1',
  unreadCount: 1,
  readPosition: 0,
  messages: [
    {
      direction: 'inbound',
      sid: 'SM1',
      clientId: null,
      kind: 'image',
      body: '',
      status: 'received',
      position: 1,
      media,
    },
  ],
})

const ready: ShownMedium = { id: 'f1', state: 'ready', reason: null }
const failed: ShownMedium = { id: 'f1', state: 'failed', reason: 'not_found' }
const waiting: ShownMedium = { id: 'f1', state: 'waiting', reason: null }
const row: MediaRow = {
  id: 'f1',
  orgId: 'o1',
  state: 'ready',
  bytes: 3,
  sha256: 'abc',
  thumbnailBytes: 2,
  m4aBytes: null,
}
const main: StoredFile = { key: 'o1/f1', bytes: 3, sha256: 'abc' }
const thumbnail: StoredFile = { key: 'o1/f1-thumbnail', bytes: 2, sha256: 'def' }
const kept: Kept = { rows: [row], stored: [main, thumbnail], drafts: [] }

/** How many findings there are of each kind; those without any are left out. */
function count(form: FormEntry, conversation: ShownConversation, all: Kept): Record<string, number> {
  const kinds = Object.entries(judgeMedia([form], [conversation], all)) as [string, string[]][]
  return Object.fromEntries(
    kinds.filter(([, lines]) => lines.length > 0).map(([k, lines]) => [k, lines.length]),
  )
}

describe('what the product keeps of files', () => {
  it('is faultless when each is there, or missing for its reason', () => {
    expect(count(posted(), shown(ready), kept)).toEqual({})
    const missing = { rows: [{ ...row, state: 'failed' }], stored: [], drafts: [] }
    expect(count(posted('not_found'), shown(failed), missing)).toEqual({})
  })

  it('may hold what an upload that broke off left', () => {
    const broken: MediaRow = {
      ...row,
      id: 'f2',
      state: 'waiting',
      bytes: null,
      sha256: null,
    }
    const stored = [main, thumbnail, { ...main, key: 'o1/f2' }]
    expect(count(posted(), shown(ready), { ...kept, rows: [row, broken], stored })).toEqual({})
  })

  it.each<[string, FormEntry, ShownConversation, Kept, Record<string, number>]>([
    [
      'one that still waits',
      posted(),
      shown(waiting),
      { ...kept, rows: [{ ...row, state: 'waiting' }] },
      { unsettled: 1 },
    ],
    ['no file at all', posted(), shown(), kept, { unsettled: 1 }],
    ['one file as two', posted(), shown(ready, ready), kept, { unsettled: 1 }],
    [
      'another reason',
      posted('too_slow'),
      shown(failed),
      { ...kept, rows: [], stored: [] },
      { unsettled: 1 },
    ],
    ['a reason where it was to be had', posted(), shown(failed), kept, { unsettled: 1 }],
    ['a file that could not be had', posted('not_found'), shown(ready), kept, { unsettled: 1 }],
    ['a file that is not stored', posted(), shown(ready), { ...kept, stored: [thumbnail] }, { misstored: 1 }],
    [
      'a picture without its thumbnail',
      posted(),
      shown(ready),
      { ...kept, stored: [main] },
      { misstored: 1 },
    ],
    [
      'a file stored twice',
      posted(),
      shown(ready),
      { ...kept, stored: [...kept.stored, { ...main, key: 'o1/f9' }] },
      { misstored: 1 },
    ],
    [
      'half a file',
      posted(),
      shown(ready),
      { ...kept, stored: [{ ...main, bytes: 2 }, thumbnail] },
      { misstored: 1 },
    ],
    ['somebody else’s file', posted(), shown({ ...ready, id: 'f2' }), kept, { misstored: 1 }],
    ['a draft', posted(), shown(ready), { ...kept, drafts: ['d'] }, { drafts: 1 }],
  ])('shows %s', (_, form, conversation, all, findings) => {
    expect(count(form, conversation, all)).toEqual(findings)
  })
})
