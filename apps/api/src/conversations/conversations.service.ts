import type {
  Conversation,
  ConversationDetail,
  ConversationPage,
  MarkRead,
  PageQuery,
} from '@cloudpa/contracts/conversations'
import type { MessagePage } from '@cloudpa/contracts/messages'
import type { Door, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { recordEvent } from '../events/record-events.js'
import { notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import { findConversations, listConversations, listMessages } from './conversations.queries.js'
import { recountUnread } from './recount-unread.js'

type Org = Pick<CurrentMember, 'orgId'>

const latestMessages = 50

@Injectable()
export class ConversationsService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  list({ orgId }: Org, page: PageQuery): Promise<ConversationPage> {
    return this.door.readOrg(orgId, (tx) => listConversations(tx, orgId, page))
  }

  get({ orgId }: Org, id: string): Promise<ConversationDetail> {
    return this.door.readOrg(orgId, async (tx) => {
      const conversation = await find(tx, orgId, id)
      const page = await listMessages(tx, { orgId, conversationId: id }, { limit: latestMessages })
      return { ...conversation, messages: page.items, messagesCursor: page.nextCursor }
    })
  }

  messages({ orgId }: Org, id: string, page: PageQuery): Promise<MessagePage> {
    return this.door.readOrg(orgId, async (tx) => {
      const byId = { where: { orgId_id: { orgId, id } }, select: { id: true } }
      if (!(await tx.conversation.findUnique(byId))) throw notFound()
      return listMessages(tx, { orgId, conversationId: id }, page)
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
  const [found] = await findConversations(tx, [{ orgId, ids: [id] }])
  if (!found) throw notFound()
  return found.conversation
}
