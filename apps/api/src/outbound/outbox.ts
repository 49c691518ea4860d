import { Prisma, type ChatAccount, type Message, type PrismaClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { InjectPrisma } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import type { OutboundStatus } from './message-status.js'

/** A message whose turn it is, with what is needed to send it. */
export interface Outgoing {
  message: Message
  account: ChatAccount
  replyAddress: string
}

export type Turn =
  | { kind: 'send'; outgoing: Outgoing }
  /** An earlier attempt was never answered; long enough ago to ask what became of it. */
  | { kind: 'settle'; outgoing: Outgoing }
  | { kind: 'wait'; untilMs: number }
  | { kind: 'nothing' }

type MessageKey = Pick<Message, 'orgId' | 'id' | 'chatAccountId' | 'conversationId'>

/** What may still have to be sent: as the index message_due_idx has it, word by word. */
const pending = Prisma.sql`direction = 'outbound' AND status IN ('queued', 'sending') AND sid IS NULL`

/** The outbound messages as a queue in the database: one conversation's messages leave one after another, in order. */
@Injectable()
export class Outbox {
  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Decides whose turn it is in a conversation, and claims it. The lock on the conversation makes the claim exact: of
   * two workers one gets the message, the other sees it being sent.
   * @param settleMs how long an unanswered attempt is left alone
   */
  takeTurn(orgId: string, conversationId: string, settleMs: number): Promise<Turn> {
    return this.prisma.$transaction(async (tx): Promise<Turn> => {
      await tx.$queryRaw`
        SELECT 1 FROM conversation WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid FOR UPDATE`
      const head = await tx.message.findFirst({
        where: {
          orgId,
          conversationId,
          direction: 'outbound',
          status: { in: ['queued', 'sending'] },
          sid: null,
        },
        orderBy: { position: 'asc' },
        include: { chatAccount: true, conversation: { select: { replyAddress: true } } },
      })
      if (!head) return { kind: 'nothing' }
      const { chatAccount: account, conversation, ...message } = head
      const outgoing = { message, account, replyAddress: conversation.replyAddress }
      const now = Date.now()
      const dueAt =
        message.status === 'sending'
          ? Math.max((message.claimedAt?.getTime() ?? 0) + settleMs, message.nextAttemptAt.getTime())
          : message.nextAttemptAt.getTime()
      if (dueAt > now) return { kind: 'wait', untilMs: dueAt }
      if (message.status === 'sending') return { kind: 'settle', outgoing }
      await tx.message.update({
        where: { orgId_id: { orgId, id: message.id } },
        data: { status: 'sending', claimedAt: new Date(now), attempts: { increment: 1 } },
      })
      return {
        kind: 'send',
        outgoing: { ...outgoing, message: { ...message, attempts: message.attempts + 1 } },
      }
    })
  }

  /**
   * Records what became of a message. Statuses only move forward, so a callback that overtook this one stays.
   * The account binds it: a form signed by one tenant can't touch another's message.
   * @returns whether anything changed
   */
  async advance(
    message: MessageKey,
    to: { status: OutboundStatus; sid?: string; errorCode?: string | undefined },
  ): Promise<boolean> {
    const sid = to.sid ?? null
    const changed = await this.update(message, to, sid)
    if (changed > 0) await this.tell(message)
    return changed > 0
  }

  private update(
    message: MessageKey,
    to: { status: OutboundStatus; errorCode?: string | undefined },
    sid: string | null,
  ) {
    return this.prisma.$executeRaw`
      UPDATE message SET
        status = greatest(status, ${to.status}::message_status),
        error_code = CASE WHEN status < ${to.status}::message_status THEN ${to.errorCode ?? null}::text ELSE error_code END,
        sid = coalesce(sid, ${sid}::text)
      WHERE org_id = ${message.orgId}::uuid AND id = ${message.id}::uuid
        AND chat_account_id = ${message.chatAccountId}::uuid AND direction = 'outbound'
        AND (sid IS NULL OR ${sid}::text IS NULL OR sid = ${sid}::text)
        AND (status < ${to.status}::message_status OR (sid IS NULL AND ${sid}::text IS NOT NULL))
        AND NOT EXISTS (
          SELECT 1 FROM message other
          WHERE other.sid = ${sid} AND other.chat_account_id = message.chat_account_id AND other.id <> message.id
        )`
  }

  /** Puts a message that Twilio surely did not take back in line. */
  async putBack(message: Pick<Message, 'orgId' | 'id' | 'conversationId'>, delayMs: number): Promise<void> {
    await this.prisma.message.updateMany({
      where: { orgId: message.orgId, id: message.id, status: 'sending', sid: null },
      data: { status: 'queued', claimedAt: null, nextAttemptAt: new Date(Date.now() + delayMs) },
    })
  }

  /** Leaves the question of an unanswered attempt open a while longer. */
  async askLater(message: Pick<Message, 'orgId' | 'id'>, delayMs: number): Promise<void> {
    await this.prisma.message.updateMany({
      where: { orgId: message.orgId, id: message.id, status: 'sending', sid: null },
      data: { nextAttemptAt: new Date(Date.now() + delayMs) },
    })
  }

  /** Which of these sids belong to messages of this account already. */
  async knownSids(chatAccountId: string, sids: string[]): Promise<Set<string>> {
    const rows = await this.prisma.message.findMany({
      where: { chatAccountId, sid: { in: sids } },
      select: { sid: true },
    })
    return new Set(rows.flatMap(({ sid }) => sid ?? []))
  }

  /**
   * Conversations whose first waiting message is due and that nobody took; what waits behind one that backs off is not.
   * @param perOrg at most so many of each org, so that no org's bulk hides another org
   */
  due(ageMs: number, perOrg: number): Promise<{ orgId: string; conversationId: string }[]> {
    return this.prisma.$queryRaw`
      WITH RECURSIVE org AS (
        (SELECT org_id FROM message WHERE ${pending} ORDER BY org_id LIMIT 1)
        UNION ALL
        SELECT (SELECT org_id FROM message WHERE ${pending} AND org_id > org.org_id ORDER BY org_id LIMIT 1)
        FROM org WHERE org.org_id IS NOT NULL
      )
      SELECT org.org_id AS "orgId", due.conversation_id AS "conversationId"
      FROM org CROSS JOIN LATERAL (
        SELECT conversation_id FROM (
          SELECT DISTINCT ON (conversation_id) conversation_id, next_attempt_at FROM message
          WHERE ${pending} AND org_id = org.org_id ORDER BY conversation_id, position
        ) head
        WHERE next_attempt_at < now() - ${ageMs} * interval '1 millisecond'
        ORDER BY next_attempt_at LIMIT ${perOrg}
      ) due`
  }

  private async tell({
    orgId,
    conversationId,
    id,
  }: Pick<Message, 'orgId' | 'conversationId' | 'id'>): Promise<void> {
    await this.hints.publish({ kind: 'messages', orgId, changed: [[conversationId, id]] })
  }
}
