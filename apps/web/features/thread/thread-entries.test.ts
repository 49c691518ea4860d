import { describe, expect, it } from 'vitest'
import { message } from '../messages/sample-message'
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
    const before = threadEntries([message(1)], [unsent])
    const after = threadEntries([message(1), message(2, { clientId: 'x1' })], [unsent])
    expect(before.map((entry) => entry.key)).toEqual(['m1', 'x1'])
    expect(after.map((entry) => entry.key)).toEqual(['m1', 'x1'])
    expect(after[1]?.unsent).toBeNull()
  })

  it('keeps the entry object of a message that did not change', () => {
    const first = message(1)
    expect(threadEntries([first], [])[0]).toBe(threadEntries([first], [unsent])[0])
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
