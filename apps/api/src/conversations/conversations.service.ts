import type {
  Conversation,
  ConversationDetail,
  ConversationPage,
  ConversationQuery,
  CountsAnswer,
  MarkRead,
  MessagePageQuery,
  OpenQuery,
} from '@cloudpa/contracts/conversations'
import type { MessagePage } from '@cloudpa/contracts/messages'
import type { Door, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { readHead } from '../events/read-events.js'
import { recordEvent } from '../events/record-events.js'
import { notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { readId } from '../platform/id-param.js'
import { HintPublisher } from '../realtime/hints.js'
import { gatherFacts } from './gather-facts.js'
import { showConversations } from './load-changed.js'
import { countConversations, listConversations, type Viewer } from './page-conversations.js'
import { findFirstUnread, findPlace, listMessages, messagesAround, type Thread } from './page-messages.js'
import { recountUnread } from './recount-unread.js'

type Org = Pick<CurrentMember, 'orgId'>

/** How many messages come with a conversation. */
const openedMessages = 50

@Injectable()
export class ConversationsService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  list(member: Viewer, query: ConversationQuery): Promise<ConversationPage> {
    const { orgId } = member
    return this.door.readOrg(orgId, async (tx) => {
      // Before the rows: what happens in between is told once more, and not lost.
      const eventId = await readHead(tx, orgId)
      return { eventId, ...(await listConversations(tx, member, query)) }
    })
  }

  count(member: Viewer): Promise<CountsAnswer> {
    const { orgId } = member
    return this.door.readOrg(orgId, async (tx) => {
      const eventId = await readHead(tx, orgId)
      return { counts: await countConversations(tx, member), eventId }
    })
  }

  get({ orgId }: Org, id: string, { around }: OpenQuery): Promise<ConversationDetail> {
    return this.door.readOrg(orgId, async (tx) => {
      const eventId = await readHead(tx, orgId)
      const conversation = await find(tx, orgId, id)
      const thread = { orgId, conversationId: id }
      const page = await openAt(tx, thread, conversation, { around, limit: openedMessages })
      return {
        ...conversation,
        messages: page.items,
        notes: page.notes,
        messagesCursor: page.nextCursor,
        newerMessagesCursor: page.newerCursor,
        eventId,
        facts: await gatherFacts(tx, { ...thread, contactId: conversation.contact.id }),
      }
    })
  }

  messages({ orgId }: Org, id: string, page: MessagePageQuery): Promise<MessagePage> {
    return this.door.readOrg(orgId, async (tx) => {
      const byId = { where: { id_orgId: { orgId, id } }, select: { readPosition: true, unreadCount: true } }
      const reader = await tx.conversation.findUnique(byId)
      if (!reader) throw notFound()
      return openAt(tx, { orgId, conversationId: id }, reader, page)
    })
  }

  /**
   * Marks a conversation read up to a position (what the screen really showed), or all of it. Reading only goes
   * forward, and what came in behind the position stays unread.
   */
  async markRead({ orgId }: Org, id: string, { position }: MarkRead): Promise<Conversation> {
    const { conversation, changes } = await this.door.forOrg(orgId, async (tx) => {
      await tx.$queryRaw`
        SELECT 1 FROM conversation WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`
      // Statements of their own: the first one may have waited for a message that its snapshot does not hold.
      const moved = await tx.$executeRaw`
        UPDATE conversation SET read_position = least(last_position, ${position ?? null}::bigint), revision = revision + 1
        WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid
          AND read_position < least(last_position, ${position ?? null}::bigint)`
      const changes = moved + (await recountUnread(tx, [{ orgId, conversationId: id }]))
      const conversation = await find(tx, orgId, id)
      // Last, as it holds up whatever else happens in the org.
      if (changes > 0) await recordEvent(tx, { orgId, kind: 'conversation', conversationId: id })
      return { conversation, changes }
    })
    if (changes > 0) await this.hints.publish('events', [orgId])
    return conversation
  }
}

/** @throws {AppError} not_found for an id that is none of the org's */
async function find(tx: Tx, orgId: string, id: string): Promise<Conversation> {
  const [found] = await showConversations(tx, orgId, [id])
  if (!found) throw notFound()
  return found
}

/** How far a conversation was read. */
interface Reader {
  readPosition: bigint | number
  unreadCount: number
}

/**
 * A page of a conversation at the place that was asked for.
 * @throws {AppError} not_found for a message or note that is none of the conversation's
 */
async function openAt(
  tx: Tx,
  thread: Thread,
  reader: Reader,
  { around, ...page }: MessagePageQuery,
): Promise<MessagePage> {
  if (around === undefined) return listMessages(tx, thread, page)
  const place =
    around === 'unread' ? await firstUnread(tx, thread, reader) : await placeOf(tx, thread, around)
  return place ? messagesAround(tx, thread, place, page.limit) : listMessages(tx, thread, page)
}

async function firstUnread(tx: Tx, thread: Thread, { readPosition, unreadCount }: Reader) {
  return unreadCount === 0 ? null : findFirstUnread(tx, thread, BigInt(readPosition))
}

async function placeOf(tx: Tx, thread: Thread, messageId: string) {
  const id = readId(messageId)
  const place = id === null ? null : await findPlace(tx, thread, id)
  if (!place) throw notFound()
  return place
}
