import { Prisma, type ChatAccount, type Message, type PrismaClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { InjectPrisma } from '../platform/database.js'
import { Deadline } from '../platform/deadline.js'
import { HintPublisher } from '../realtime/hints.js'
import type { OutboundStatus } from './message-status.js'

/** A message that is ours until its claim runs out, with what is needed to bring it to Twilio. */
export interface Claimed {
  message: Message
  account: ChatAccount
  /** Where its first attempt went, and so every other one: Twilio's list is asked for that address. */
  replyAddress: string
  /** When whatever this claim was for must be over. */
  until: Deadline
}

export type Turn =
  | { kind: 'send'; claimed: Claimed }
  /** An attempt was never answered; long enough ago to ask what became of it. */
  | { kind: 'settle'; claimed: Claimed; openMs: number }
  | { kind: 'wait'; ms: number }
  | { kind: 'nothing' }

type MessageKey = Pick<Message, 'orgId' | 'id' | 'chatAccountId' | 'conversationId'>
type ClaimKey = Pick<Message, 'orgId' | 'id' | 'claim'>
interface Outcome {
  status: OutboundStatus
  sid?: string
  errorCode?: string | undefined
}

/** What may still have to be sent: as the index message_due_idx has it, word by word. */
const pending = Prisma.sql`direction = 'outbound' AND status IN ('queued', 'sending') AND sid IS NULL`
/** What a claim is for ends this long before the claim does. */
const marginMs = 500
/** So many conversations a sweep finds at most; the next one goes on where it ended, since what was taken is not due. */
const maxDue = 2000
/** A connection may take a while to come free, when the process is busy; Prisma's own two seconds are for screens. */
const transactionLimits = { maxWait: 10_000, timeout: 10_000 }

/**
 * The outbound messages as a queue in the database: one conversation's messages leave one after another, in order.
 * Every claim draws a fresh number, and what follows from a claim is written only while that number stands. All times
 * are the database's: clock_timestamp(), because now() is from before the transaction waited for its locks.
 */
@Injectable()
export class Outbox {
  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Decides whose turn it is in a conversation, and claims it, to send it or to ask what became of it. The lock on the
   * conversation makes the claim exact: of two workers one gets the message, the other sees it taken.
   * @param leaseMs how long a claim holds, and so how long an unanswered attempt is left alone
   */
  takeTurn(orgId: string, conversationId: string, leaseMs: number): Promise<Turn> {
    return this.prisma.$transaction(async (tx): Promise<Turn> => {
      await tx.$queryRaw`
        SELECT 1 FROM conversation WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid FOR UPDATE`
      const [head] = await tx.$queryRaw<{ id: string; status: string; waitMs: number }[]>`
        SELECT id, status::text,
               (extract(epoch FROM next_attempt_at - clock_timestamp()) * 1000)::float8 AS "waitMs"
        FROM message
        WHERE org_id = ${orgId}::uuid AND conversation_id = ${conversationId}::uuid AND ${pending}
        ORDER BY position LIMIT 1`
      if (!head) return { kind: 'nothing' }
      if (head.waitMs > 0) return { kind: 'wait', ms: Math.ceil(head.waitMs) }
      // Before the database's clock is read, so that ours is never the later one to say that the time is over.
      const until = new Deadline(leaseMs - marginMs)
      const openMs = await claim(tx, orgId, head, leaseMs)
      // A callback decided it at this very moment.
      if (openMs === undefined) return { kind: 'wait', ms: 0 }
      const { chatAccount: account, ...message } = await tx.message.findUniqueOrThrow({
        where: { orgId_id: { orgId, id: head.id } },
        include: { chatAccount: true },
      })
      const claimed = { message, account, replyAddress: message.replyAddress ?? '', until }
      return head.status === 'sending' ? { kind: 'settle', claimed, openMs } : { kind: 'send', claimed }
    }, transactionLimits)
  }

  /**
   * Records what became of a message. Statuses only move forward, so a callback that overtook this one stays.
   * The account binds it: a form signed by one tenant can't touch another's message.
   * It asks for no claim: that Twilio took the message is true, whoever is trying it by now.
   * @returns whether anything changed
   */
  advance(message: MessageKey, to: Outcome): Promise<boolean> {
    return this.record(message, to, Prisma.sql`TRUE`)
  }

  /** Records what a claim found out, as long as the claim stands. */
  conclude(message: MessageKey & ClaimKey, to: Outcome): Promise<boolean> {
    return this.record(message, to, standing(message))
  }

  /** Puts a message that Twilio surely did not take back in line, as long as the claim stands. */
  async putBack(message: ClaimKey, delayMs: number): Promise<void> {
    await this.postpone(message, 'queued', delayMs)
  }

  /** Leaves the question of an unanswered attempt open a while longer, as long as the claim stands. */
  async askLater(message: ClaimKey, delayMs: number): Promise<void> {
    await this.postpone(message, 'sending', delayMs)
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
   * The orgs take turns in it, so that no org's bulk hides another org.
   * @param without orgs whose conversations are not wanted now
   */
  due(ageMs: number, without: string[]): Promise<{ orgId: string; conversationId: string }[]> {
    return this.prisma.$queryRaw`
      WITH RECURSIVE org AS (
        (SELECT org_id FROM message WHERE ${pending} ORDER BY org_id LIMIT 1)
        UNION ALL
        SELECT (SELECT org_id FROM message WHERE ${pending} AND org_id > org.org_id ORDER BY org_id LIMIT 1)
        FROM org WHERE org.org_id IS NOT NULL
      )
      SELECT org.org_id AS "orgId", due.conversation_id AS "conversationId"
      FROM org CROSS JOIN LATERAL (
        SELECT conversation_id, next_attempt_at, row_number() OVER (ORDER BY next_attempt_at) AS turn FROM (
          SELECT DISTINCT ON (conversation_id) conversation_id, next_attempt_at FROM message
          WHERE ${pending} AND org_id = org.org_id ORDER BY conversation_id, position
        ) head
        WHERE next_attempt_at < now() - ${ageMs} * interval '1 millisecond'
        ORDER BY next_attempt_at LIMIT ${maxDue}
      ) due
      WHERE org.org_id <> ALL (${without}::uuid[])
      ORDER BY due.turn, due.next_attempt_at LIMIT ${maxDue}`
  }

  private async postpone(message: ClaimKey, status: 'queued' | 'sending', delayMs: number): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE message SET status = ${status}::message_status, next_attempt_at = ${fromNow(delayMs)}
      WHERE org_id = ${message.orgId}::uuid AND id = ${message.id}::uuid AND ${standing(message)}`
  }

  private async record(message: MessageKey, to: Outcome, condition: Prisma.Sql): Promise<boolean> {
    const sid = to.sid ?? null
    const changed = await this.prisma.$executeRaw`
      UPDATE message SET
        status = greatest(status, ${to.status}::message_status),
        error_code = CASE WHEN status < ${to.status}::message_status THEN ${to.errorCode ?? null}::text ELSE error_code END,
        sid = coalesce(sid, ${sid}::text)
      WHERE org_id = ${message.orgId}::uuid AND id = ${message.id}::uuid
        AND chat_account_id = ${message.chatAccountId}::uuid AND direction = 'outbound' AND ${condition}
        AND (sid IS NULL OR ${sid}::text IS NULL OR sid = ${sid}::text)
        AND (status < ${to.status}::message_status OR (sid IS NULL AND ${sid}::text IS NOT NULL))
        AND NOT EXISTS (
          SELECT 1 FROM message other
          WHERE other.sid = ${sid} AND other.chat_account_id = message.chat_account_id AND other.id <> message.id
        )`
    if (changed > 0) {
      const { orgId, conversationId, id } = message
      await this.hints.publish({ kind: 'messages', orgId, changed: [[conversationId, id]] })
    }
    return changed > 0
  }
}

/** @returns how long ago the attempt began that it is about, in milliseconds; undefined when it is decided already */
async function claim(
  tx: Prisma.TransactionClient,
  orgId: string,
  head: { id: string; status: string },
  leaseMs: number,
): Promise<number | undefined> {
  const [row] = await tx.$queryRaw<{ openMs: number }[]>`
    UPDATE message SET
      status = 'sending',
      claim = claim + 1,
      attempts = attempts + CASE status WHEN 'queued' THEN 1 ELSE 0 END,
      claimed_at = CASE status WHEN 'queued' THEN clock_timestamp() ELSE claimed_at END,
      first_claimed_at = coalesce(first_claimed_at, clock_timestamp()),
      reply_address = coalesce(reply_address, (
        SELECT c.reply_address FROM conversation c
        WHERE c.org_id = message.org_id AND c.id = message.conversation_id)),
      account_sid = coalesce(account_sid, (
        SELECT a.account_sid FROM chat_account a
        WHERE a.org_id = message.org_id AND a.id = message.chat_account_id)),
      from_address = coalesce(from_address, (
        SELECT a.address FROM chat_account a
        WHERE a.org_id = message.org_id AND a.id = message.chat_account_id)),
      next_attempt_at = ${fromNow(leaseMs)}
    WHERE org_id = ${orgId}::uuid AND id = ${head.id}::uuid AND ${pending} AND status = ${head.status}::message_status
    RETURNING (extract(epoch FROM clock_timestamp() - claimed_at) * 1000)::float8 AS "openMs"`
  return row?.openMs
}

const fromNow = (ms: number) => Prisma.sql`clock_timestamp() + ${ms} * interval '1 millisecond'`

/** Whether a claim is still the last one, and its question still open. */
const standing = ({ claim: mine }: ClaimKey) =>
  Prisma.sql`claim = ${mine} AND status = 'sending' AND sid IS NULL`
