import { describe, expect, it } from 'vitest'
import { OrgChanges } from './org-changes.js'

const orgId = 'org'

describe('the changes of an org', () => {
  it('are each said once', () => {
    const changes = new OrgChanges(orgId, 10)
    changes.add({
      kind: 'messages',
      orgId,
      changed: [
        ['c1', 'm1'],
        ['c1', 'm2'],
      ],
    })
    changes.add({
      kind: 'messages',
      orgId,
      changed: [
        ['c1', 'm2'],
        ['c2', 'm3'],
      ],
    })
    for (let times = 0; times < 2; times += 1) {
      changes.add({ kind: 'conversation', orgId, conversationId: 'c3' })
      changes.add({ kind: 'chat-accounts', orgId })
    }
    expect(changes.toHints()).toEqual([
      { kind: 'chat-accounts', orgId },
      {
        kind: 'messages',
        orgId,
        changed: [
          ['c1', 'm1'],
          ['c1', 'm2'],
          ['c2', 'm3'],
        ],
      },
      { kind: 'conversation', orgId, conversationId: 'c3' },
    ])
  })

  it('are no longer named when there are too many, and the accounts still are', () => {
    const changes = new OrgChanges(orgId, 2)
    changes.add({ kind: 'chat-accounts', orgId })
    changes.add({ kind: 'access', orgId })
    for (const id of ['m1', 'm2', 'm3', 'm4']) changes.add({ kind: 'messages', orgId, changed: [['c1', id]] })
    expect(changes.toHints()).toEqual([
      { kind: 'chat-accounts', orgId },
      { kind: 'access', orgId },
      { kind: 'reload', orgId },
    ])
    expect(changes.messages.size).toBe(0)
  })
})
