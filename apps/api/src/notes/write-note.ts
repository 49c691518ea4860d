import type { Mentioned, WriteNote } from '@cloudpa/contracts/notes'
import type { Note, Prisma, Tx } from '@cloudpa/db'
import { may } from '../auth/may.js'
import type { CurrentMember } from '../auth/member.decorator.js'
import { recordNote } from '../events/record-events.js'
import { holdMembers } from '../orgs/answering-members.js'
import { AppError, notFound } from '../platform/app-error.js'
import { newId } from '../platform/new-id.js'
import { findMentions, type Nameable } from './find-mentions.js'

export type Writer = Pick<CurrentMember, 'orgId' | 'memberId' | 'keyId' | 'role'>

/** Who writes, as the row of a note names them. */
export function authorOf({ orgId, memberId, keyId }: Omit<Writer, 'role'>) {
  if (memberId !== null) return { orgId, authorKind: 'member', authorId: memberId } as const
  if (keyId !== null) return { orgId, authorKind: 'api_key', authorId: keyId } as const
  throw new Error('A note comes from a member or an API key.')
}

export type Draft = ReturnType<typeof authorOf> & WriteNote & { conversationId: string }

/**
 * The note that the author's clientId made before, if it did.
 * @throws {AppError} conflict when it made another one
 */
export async function findWritten(tx: Tx, draft: Draft): Promise<Note | null> {
  const { orgId, authorId, clientId } = draft
  const note = await tx.note.findUnique({
    where: { authorId_clientId_orgId: { orgId, authorId, clientId } },
  })
  // What was changed since says nothing about what it was made of.
  const isOther = note?.revision === 1 && note.body !== draft.body
  if (note && (note.conversationId !== draft.conversationId || isOther)) throw new AppError('client_id_used')
  return note
}

/** @throws {AppError} not_found */
export async function insertNote(tx: Tx, draft: Draft): Promise<Note> {
  const { orgId, conversationId } = draft
  // Held against its deletion alone: neither a message nor a reply waits for a note.
  const [place] = await tx.$queryRaw<{ occurredAt: Date; position: bigint }[]>`
    SELECT clock_timestamp() AS "occurredAt", greatest(
             last_position + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
             (SELECT max(position) + 1 FROM note WHERE org_id = c.org_id AND conversation_id = c.id)
           ) AS position
    FROM conversation c WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid FOR KEY SHARE`
  if (!place) throw notFound()
  const mentions = await mentionsIn(tx, orgId, draft.body)
  const note = await tx.note.create({
    data: {
      ...draft,
      ...place,
      id: newId(),
      authorName: await nameOf(tx, draft),
      mentions: mentions as unknown as Prisma.InputJsonArray,
    },
  })
  await noteMentions(tx, note, mentions)
  await recordNote(tx, orgId, note.id)
  return note
}

/**
 * Writes a note anew, or deletes it (null). One that was deleted is there again.
 * @throws {AppError} not_found, and forbidden where another wrote it; but for an admin, who may delete it
 */
export async function changeNote(tx: Tx, writer: Writer, id: string, body: string | null): Promise<Note> {
  const { orgId, authorId } = authorOf(writer)
  // Times are the database's, as when a note was written.
  const [held] = await tx.$queryRaw<{ now: Date }[]>`
    SELECT clock_timestamp() AS now FROM note WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`
  if (!held) throw notFound()
  const note = await tx.note.findUnique({ where: { id_orgId: { orgId, id } } })
  if (!note) throw notFound()
  const mayDelete = writer.memberId !== null && may(writer.role, 'admin')
  if (note.authorId !== authorId && !(body === null && mayDelete)) throw new AppError('authors_only')
  const isDeleted = note.deletedAt !== null
  if (body === null ? isDeleted : !isDeleted && note.body === body) return note
  const mentions = await mentionsIn(tx, orgId, body ?? '')
  const changed = await tx.note.update({
    where: { id_orgId: { orgId, id } },
    data: {
      body: body ?? '',
      mentions: mentions as unknown as Prisma.InputJsonArray,
      deletedAt: body === null ? held.now : null,
      ...(body !== null && !isDeleted && { editedAt: held.now }),
      revision: { increment: 1 },
    },
  })
  // Whom it named until now has seen it, or has not, if it is brought back.
  if (body !== null) await noteMentions(tx, changed, mentions)
  await recordNote(tx, orgId, id)
  return changed
}

/** Whom a text names, of the org's members. */
async function mentionsIn(tx: Tx, orgId: string, body: string): Promise<Mentioned[]> {
  if (!body.includes('@')) return []
  // One statement: of a member who is removed between two there would be no name.
  const members = await tx.$queryRaw<Nameable[]>`
    SELECT member.id, "user".name FROM member JOIN "user" ON "user".id = member.user_id
    WHERE member.org_id = ${orgId}::uuid ORDER BY member.id`
  const found = findMentions(body, members)
  // Whoever is about to be removed is not named any more.
  const held = new Set(await holdMembers(tx, orgId, [...new Set(found.map(({ memberId }) => memberId))]))
  return found.filter(({ memberId }) => held.has(memberId))
}

/** Has those whom a note names, but for its author, learn of it; whom it names no more is forgotten. */
async function noteMentions(tx: Tx, note: Note, mentions: readonly Mentioned[]): Promise<void> {
  const { orgId, id: noteId, conversationId, position, authorId } = note
  const named = [...new Set(mentions.map(({ memberId }) => memberId))].filter((id) => id !== authorId)
  if (note.revision > 1) await tx.mention.deleteMany({ where: { orgId, noteId, memberId: { notIn: named } } })
  if (named.length === 0) return
  const data = named.map((memberId) => ({ orgId, noteId, conversationId, position, memberId }))
  await tx.mention.createMany({ data, skipDuplicates: true })
}

/** @throws {AppError} unauthorized for who was removed a moment ago */
async function nameOf(tx: Tx, { orgId, authorKind, authorId: id }: Draft): Promise<string> {
  const [author] =
    authorKind === 'api_key'
      ? await tx.apiKey.findMany({ where: { orgId, id }, select: { name: true } })
      : await tx.$queryRaw<{ name: string }[]>`
          SELECT "user".name FROM member JOIN "user" ON "user".id = member.user_id
          WHERE member.org_id = ${orgId}::uuid AND member.id = ${id}::uuid`
  if (!author) throw new AppError('sign_in')
  return author.name
}
