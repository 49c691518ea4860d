import type {
  Conversation,
  ConversationDetail,
  ConversationPage,
  MarkRead,
  PageQuery,
} from '@cloudpa/contracts/conversations'
import type { MessagePage } from '@cloudpa/contracts/messages'
import type { PrismaClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { recordEvent } from '../events/record-events.js'
import { notFound } from '../platform/app-error.js'
import { InjectPrisma } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import { findConversations, listConversations, listMessages } from './conversations.queries.js'
import { recountUnread } from './recount-unread.js'

type Org = Pick<CurrentMember, 'orgId'>

const latestMessages = 50

@Injectable()
export class ConversationsService {
  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    private readonly hints: HintPublisher,
  ) {}

  list({ orgId }: Org, page: PageQuery): Promise<ConversationPage> {
    return listConversations(this.prisma, orgId, page)
  }

  async get(org: Org, id: string): Promise<ConversationDetail> {
    const conversation = await this.find(org, id)
    const key = { orgId: org.orgId, conversationId: id }
    const { items, nextCursor } = await listMessages(this.prisma, key, { limit: latestMessages })
    return { ...conversation, messages: items, messagesCursor: nextCursor }
  }

  async messages(org: Org, id: string, page: PageQuery): Promise<MessagePage> {
    await this.find(org, id)
    return listMessages(this.prisma, { orgId: org.orgId, conversationId: id }, page)
  }

  /**
   * Marks a conversation read up to a position (what the screen really showed), or all of it. Reading only goes
   * forward, and what came in behind the position stays unread.
   */
  async markRead(org: Org, id: string, { position }: MarkRead): Promise<Conversation> {
    await this.find(org, id)
    const changes = await this.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`
        SELECT 1 FROM conversation WHERE org_id = ${org.orgId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`
      // Statements of their own: the first one may have waited for a message that its snapshot does not hold.
      const moved = await tx.$executeRaw`
        UPDATE conversation SET read_position = least(last_position, ${position ?? null}::bigint), revision = revision + 1
        WHERE org_id = ${org.orgId}::uuid AND id = ${id}::uuid
          AND read_position < least(last_position, ${position ?? null}::bigint)`
      const changes = moved + (await recountUnread(tx, [{ orgId: org.orgId, conversationId: id }]))
      if (changes > 0) await recordEvent(tx, { orgId: org.orgId, kind: 'conversation', conversationId: id })
      return changes
    })
    if (changes > 0) await this.hints.publish('events', [org.orgId])
    return this.find(org, id)
  }

  private async find({ orgId }: Org, id: string): Promise<Conversation> {
    const [conversation] = await findConversations(this.prisma, orgId, [id])
    if (!conversation) throw notFound()
    return conversation
  }
}
