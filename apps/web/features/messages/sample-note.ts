import type { Note } from '@cloudpa/contracts/notes'

/** A note for tests. */
export const note = (position: number, change: Partial<Note> = {}): Note => ({
  id: `n${position}`,
  conversationId: 'c1',
  author: { kind: 'member', id: 'ana', name: 'Ana Souza' },
  body: `note ${position}`,
  mentions: [],
  clientId: `client ${position}`,
  position,
  occurredAt: '2026-11-20T12:00:00.000Z',
  editedAt: null,
  deletedAt: null,
  revision: 1,
  ...change,
})
