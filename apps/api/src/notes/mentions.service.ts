import type { MentionList } from '@cloudpa/contracts/notes'
import type { Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { presentContact } from '../contacts/present-contact.js'
import { recordNote } from '../events/record-events.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import { presentNote } from './present-note.js'

type Reader = Pick<CurrentMember, 'orgId' | 'memberId'>

const listed = 50

const handles = { select: { kind: true, value: true }, orderBy: { createdAt: 'asc' } } as const
const contact = { select: { id: true, ourName: true, profileName: true, handles } } as const

/** The notes that name a member. */
@Injectable()
export class MentionsService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  async list(reader: Reader): Promise<MentionList> {
    const { orgId, memberId } = personOf(reader)
    const rows = await this.door.readOrg(orgId, (tx) =>
      tx.mention.findMany({
        where: { orgId, memberId, note: { deletedAt: null } },
        orderBy: [{ position: 'desc' }, { noteId: 'desc' }],
        take: listed,
        include: { note: { include: { conversation: { select: { contact } } } } },
      }),
    )
    return {
      items: rows.map(({ note: { conversation, ...note }, seen }) => {
        const { id, name } = presentContact(conversation.contact)
        return { note: presentNote(note), contact: { id, name }, seen }
      }),
    }
  }

  /**
   * Notes that a member has seen where they are named in a conversation. Their other screens learn of it by the note.
   * @throws {AppError} not_found
   */
  async see(reader: Reader, conversationId: string): Promise<void> {
    const { orgId, memberId } = personOf(reader)
    const changed = await this.door.forOrg(orgId, async (tx) => {
      const byId = { where: { id_orgId: { orgId, id: conversationId } }, select: { id: true } }
      if (!(await tx.conversation.findUnique(byId))) throw notFound()
      const rows = await tx.mention.updateManyAndReturn({
        where: { orgId, memberId, conversationId, seen: false },
        data: { seen: true },
        select: { noteId: true },
      })
      const last = rows.at(-1)
      if (last) await recordNote(tx, orgId, last.noteId)
      return rows.length
    })
    if (changed > 0) await this.hints.publish('events', [orgId])
  }
}

/** @throws {AppError} forbidden for a program, which nobody names */
function personOf({ orgId, memberId }: Reader): { orgId: string; memberId: string } {
  if (memberId === null) throw new AppError('people_only')
  return { orgId, memberId }
}
