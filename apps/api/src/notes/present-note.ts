import type { Mentioned, Note } from '@cloudpa/contracts/notes'
import type { Note as NoteRow } from '@cloudpa/db'

/** A note as the API shows it. */
export function presentNote(row: NoteRow): Note {
  return {
    id: row.id,
    conversationId: row.conversationId,
    author: {
      kind: row.authorKind === 'api_key' ? 'api_key' : 'member',
      id: row.authorId,
      name: row.authorName,
    },
    body: row.body,
    mentions: row.mentions as unknown as Mentioned[],
    clientId: row.clientId,
    position: Number(row.position),
    occurredAt: row.occurredAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
    revision: row.revision,
  }
}
