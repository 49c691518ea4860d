import type { MentionList } from '@cloudpa/contracts/notes'
import { Prisma, type Door, type Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { columnsOfContact, presentContact, type ContactRow } from '../contacts/present-contact.js'
import { recordNote } from '../events/record-events.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import { presentNote } from './present-note.js'

type Reader = Pick<CurrentMember, 'orgId' | 'memberId'>

const listed = 50

/** The notes that name a member. */
@Injectable()
export class MentionsService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  async list(reader: Reader): Promise<MentionList> {
    const { orgId, memberId } = personOf(reader)
    const { rows, contacts, unseen } = await this.door.readOrg(orgId, async (tx) => {
      const rows = await tx.mention.findMany({
        where: { orgId, memberId, note: { deletedAt: null } },
        orderBy: [{ position: 'desc' }, { noteId: 'desc' }],
        take: listed,
        include: { note: true },
      })
      const unseen = await tx.$queryRaw<{ id: string }[]>`
        SELECT DISTINCT m.conversation_id AS id FROM mention m JOIN note n ON (n.org_id, n.id) = (m.org_id, m.note_id)
        WHERE m.org_id = ${orgId}::uuid AND m.member_id = ${memberId}::uuid AND NOT m.seen AND n.deleted_at IS NULL`
      return { rows, contacts: await contactsOf(tx, orgId, rows), unseen }
    })
    return {
      items: rows.flatMap(({ note, conversationId, seen }) => {
        const contact = contacts.get(conversationId)
        return contact ? [{ note: presentNote(note), contact, seen }] : []
      }),
      unseen: unseen.map(({ id }) => id),
    }
  }

  /**
   * Notes that a member has seen where they are named in a conversation. Their screens alone learn of it, by the note.
   * @throws {AppError} not_found
   */
  async see(reader: Reader, conversationId: string): Promise<void> {
    const { orgId, memberId } = personOf(reader)
    const changed = await this.door.forOrg(orgId, async (tx) => {
      const byId = { where: { id_orgId: { orgId, id: conversationId } }, select: { id: true } }
      if (!(await tx.conversation.findUnique(byId))) throw notFound()
      const rows = await tx.$queryRaw<{ noteId: string }[]>`
        UPDATE mention SET seen = true
        WHERE org_id = ${orgId}::uuid AND member_id = ${memberId}::uuid AND conversation_id = ${conversationId}::uuid
          AND NOT seen
        RETURNING note_id AS "noteId"`
      const last = rows.at(-1)
      if (last) await recordNote(tx, orgId, last.noteId, memberId)
      return rows.length
    })
    if (changed > 0) await this.hints.publish('events', [orgId])
  }
}

/**
 * The customers of conversations, by the conversation's id. One statement: a contact can become another one between two.
 */
async function contactsOf(tx: Tx, orgId: string, of: readonly { conversationId: string }[]) {
  const ids = [...new Set(of.map(({ conversationId }) => conversationId))]
  const rows = await tx.$queryRaw<(ContactRow & { conversationId: string })[]>`
    SELECT c.id AS "conversationId", shown.* FROM conversation c, LATERAL (
      SELECT ${Prisma.raw(columnsOfContact('contact'))} FROM contact WHERE (org_id, id) = (c.org_id, c.contact_id)
    ) AS shown
    WHERE c.org_id = ${orgId}::uuid AND c.id = ANY (${ids}::uuid[])`
  const shown = rows.map(({ conversationId, ...row }) => {
    const { id, name } = presentContact(row)
    return [conversationId, { id, name }] as const
  })
  return new Map(shown)
}

/** @throws {AppError} forbidden for a program, which nobody names */
function personOf({ orgId, memberId }: Reader): { orgId: string; memberId: string } {
  if (memberId === null) throw new AppError('people_only')
  return { orgId, memberId }
}
