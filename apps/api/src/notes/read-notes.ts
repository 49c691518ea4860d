import type { Note } from '@cloudpa/contracts/notes'
import type { Note as NoteRow, Prisma, Tx } from '@cloudpa/db'
import type { AskOrgs } from '../events/read-events.js'
import { presentNote } from './present-note.js'

interface Stretch {
  /** The conversation by its key, and which of its notes are meant. */
  where: Pick<Prisma.NoteWhereInput, 'position' | 'NOT'> & { orgId: string; conversationId: string }
  order: 'asc' | 'desc'
  limit: number
}

/** Notes of a conversation by their places, as its messages are paged. */
export function readNotes(tx: Tx, { where, order, limit }: Stretch): Promise<NoteRow[]> {
  return tx.note.findMany({ where, orderBy: [{ position: order }, { id: order }], take: limit })
}

/** Where a note stands, and in which conversation; null for an id that is none of the org's. */
export function findNote(tx: Tx, orgId: string, id: string) {
  return tx.note.findUnique({
    where: { id_orgId: { orgId, id } },
    select: { position: true, id: true, conversationId: true },
  })
}

/** A note of an org, by its key. */
export interface NoteKey {
  orgId: string
  noteId: string
}

/** Loads notes of several orgs as the API shows them; what is gone, or another org's, is just not there. */
export async function loadNotes(
  ask: AskOrgs,
  keys: readonly NoteKey[],
): Promise<{ orgId: string; note: Note }[]> {
  if (keys.length === 0) return []
  const rows = await ask<Omit<NoteRow, 'position'> & { position: string }>({
    name: 'load notes',
    text: `
      SELECT n.org_id AS "orgId", n.id, n.conversation_id AS "conversationId", n.author_kind AS "authorKind",
             n.author_id AS "authorId", n.author_name AS "authorName", n.body, n.mentions, n.client_id AS "clientId",
             n.position, n.occurred_at AS "occurredAt", n.edited_at AS "editedAt", n.deleted_at AS "deletedAt", n.revision
      FROM unnest($1::uuid[], $2::uuid[]) AS named (org_id, note_id), LATERAL (
        SELECT * FROM note WHERE (org_id, id) = (named.org_id, named.note_id) LIMIT 1
      ) AS n`,
    values: [keys.map(({ orgId }) => orgId), keys.map(({ noteId }) => noteId)],
  })
  return rows.map((row) => ({
    orgId: row.orgId,
    note: presentNote({ ...row, position: BigInt(row.position) }),
  }))
}
