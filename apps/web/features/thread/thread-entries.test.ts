import { describe, expect, it } from 'vitest'
import { message } from '../messages/sample-message'
import { note } from '../messages/sample-note'
import { statusOf, threadEntries } from './thread-entries'
import type { Unsent } from '../sending/unsent'

const unsent: Unsent = {
  clientId: 'x1',
  conversationId: 'c1',
  body: 'hi',
  at: '2026-11-20T12:00:00.000Z',
  state: 'sending',
  reason: '',
}

describe('threadEntries', () => {
  it('shows a message once, under one key, before and after the server knows it', () => {
    const before = threadEntries([message(1)], { messages: [unsent], notes: [] })
    const after = threadEntries([message(1), message(2, { clientId: 'x1' })], {
      messages: [unsent],
      notes: [],
    })
    expect(before.map((entry) => entry.key)).toEqual(['m1', 'x1'])
    expect(after.map((entry) => entry.key)).toEqual(['m1', 'x1'])
    expect(after[1]?.unsent).toBeNull()
  })

  it('keeps the entry object of a message that did not change', () => {
    const first = message(1)
    const unknown = { messages: [], notes: [] }
    expect(threadEntries([first], unknown)[0]).toBe(
      threadEntries([first], { ...unknown, messages: [unsent] })[0],
    )
  })

  it('takes a note and a reply of one clientId for two, and leaves out what was deleted', () => {
    const known = [note(2, { clientId: 'x1' }), note(3, { deletedAt: '2026-11-20T12:00:00.000Z' })]
    const shown = threadEntries(known, {
      messages: [unsent],
      notes: [{ ...unsent }, { ...unsent, clientId: 'x2' }],
    })
    expect(shown.map(({ key, direction }) => [key, direction])).toEqual([
      ['note x1', 'note'],
      ['x1', 'outbound'],
      ['note x2', 'note'],
    ])
  })
})

describe('statusOf', () => {
  it.each([
    ['noAnswer', 'unconfirmed'],
    ['offline', 'queued'],
    ['behind', 'queued'],
  ] as const)('doubts only what may have gone out: %s is %s', (reason, status) => {
    expect(statusOf(null, { ...unsent, state: 'unanswered', reason })).toBe(status)
  })
})
