import { Prisma, type ChatAccount, type Door, type Message, type Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { recordEvents } from '../events/record-events.js'
import { InjectDoor } from '../platform/database.js'
import { Deadline } from '../platform/deadline.js'
import { HintPublisher } from '../realtime/hints.js'
import type { Price } from '../twilio/twilio.client.js'
import { recordStatus, type MessageKey, type Outcome } from './record-status.js'

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
  /** Somebody else has a row of it locked, and is not waited for. */
  | { kind: 'held' }
  | { kind: 'nothing' }

type ClaimKey = Pick<Message, 'orgId' | 'id' | 'claim'>
/** What may still have to be sent: as the index message_due_idx has it, word by word. */
export const pending = Prisma.sql`direction = 'outbound' AND status IN ('queued', 'sending') AND sid IS NULL`
/** What a claim is for ends this long before the claim does. */
const marginMs = 500
/** Rows that are held for longer than this are wanted by others. */
const turnTimeoutMs = 10_000

/**
 * The outbound messages as a queue in the database: one conversation's messages leave one after another, in order.
 * Every claim draws a fresh number, and what follows from a claim is written only while that number stands. All times
 * are the database's: clock_timestamp(), because now() is from before the transaction waited for its locks.
 */
@Injectable()
export class Outbox {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Decides whose turn it is in a conversation, and claims it, to send it or to ask what became of it. The lock on the
   * conversation makes the claim exact: of two workers one gets the message, the other finds it held or taken. Nobody
   * waits for a lock: that would keep a connection from everybody else.
   * @param leaseMs how long a claim holds, and so how long an unanswered attempt is left alone
   */
  takeTurn(orgId: string, conversationId: string, leaseMs: number): Promise<Turn> {
    return this.door.forOrg(
      orgId,
      async (tx): Promise<Turn> => {
        const ours = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM conversation WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid
        FOR NO KEY UPDATE SKIP LOCKED`
        const [head] = await tx.$queryRaw<{ id: string; position: bigint; status: string; waitMs: number }[]>`
        SELECT id, position, status::text,
               (extract(epoch FROM next_attempt_at - clock_timestamp()) * 1000)::float8 AS "waitMs"
        FROM message
        WHERE org_id = ${orgId}::uuid AND conversation_id = ${conversationId}::uuid AND ${pending}
        ORDER BY position LIMIT 1`
        if (!head) return { kind: 'nothing' }
        if (head.waitMs > 0) return { kind: 'wait', ms: Math.ceil(head.waitMs) }
        if (ours.length === 0) return { kind: 'held' }
        // Before the database's clock is read, so that ours is never the later one to say that the time is over.
        const until = new Deadline(leaseMs - marginMs)
        const openMs = await claim(tx, { ...head, orgId, conversationId }, leaseMs)
        // A callback decides it at this very moment, or somebody holds its row.
        if (openMs === undefined) return { kind: 'held' }
        const { chatAccount: account, ...message } = await tx.message.findUniqueOrThrow({
          where: { id_orgId: { orgId, id: head.id } },
          include: { chatAccount: true },
        })
        const claimed = { message, account, replyAddress: message.replyAddress ?? '', until }
        return head.status === 'sending' ? { kind: 'settle', claimed, openMs } : { kind: 'send', claimed }
      },
      { timeoutMs: turnTimeoutMs },
    )
  }

  /**
   * Records what became of a message. It asks for no claim: that Twilio took the message is true, whoever is trying it
   * by now.
   */
  advance(message: MessageKey, to: Outcome): Promise<void> {
    return this.change(message.orgId, recordStatus(message, to))
  }

  /** Records what a claim found out, as long as the claim stands. */
  conclude(message: MessageKey & ClaimKey, to: Outcome): Promise<void> {
    return this.change(message.orgId, recordStatus(message, to, standing(message)))
  }

  /** Notes what Twilio charged for a sid, as it is told first, if that is the message's. */
  async notePrice({ orgId, id, sid }: Pick<Message, 'orgId' | 'id' | 'sid'>, price: Price): Promise<void> {
    const statement = Prisma.sql`
      WITH changed AS (
        UPDATE message SET
          price_amount = ${price.amount}::numeric, price_currency = ${price.currency}, revision = revision + 1
        WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid AND sid = ${sid} AND price_amount IS NULL
        RETURNING org_id, 'message'::text AS kind, conversation_id, id AS message_id, 0 AS place
      ), ${recordEvents}
      SELECT 1 FROM changed`
    await this.change(orgId, statement)
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
  async knownSids({ orgId, chatAccountId }: Message, sids: string[]): Promise<Set<string>> {
    const bySid = { where: { orgId, chatAccountId, sid: { in: sids } }, select: { sid: true } }
    const rows = await this.door.readOrg(orgId, (tx) => tx.message.findMany(bySid))
    return new Set(rows.flatMap(({ sid }) => sid ?? []))
  }

  private async postpone(message: ClaimKey, status: 'queued' | 'sending', delayMs: number): Promise<void> {
    await this.door.forOrg(
      message.orgId,
      (tx) => tx.$executeRaw`
        UPDATE message SET status = ${status}::message_status, next_attempt_at = ${fromNow(delayMs)}
        WHERE org_id = ${message.orgId}::uuid AND id = ${message.id}::uuid AND ${standing(message)}`,
    )
  }

  /** Screens are told, if the statement changed anything. */
  private async change(orgId: string, statement: Prisma.Sql): Promise<void> {
    const changed = await this.door.forOrg(orgId, (tx) => tx.$queryRaw<unknown[]>(statement))
    if (changed.length > 0) await this.hints.publish('events', [orgId])
  }
}

/** @returns how long ago the attempt began that it is about, in milliseconds; undefined when it is decided or held */
async function claim(
  tx: Tx,
  head: Pick<Message, 'orgId' | 'conversationId' | 'id' | 'position'> & { status: string },
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
    -- With its place, since PostgreSQL may choose the index of what is due, and must not go over all of the org's.
    WHERE org_id = ${head.orgId}::uuid AND conversation_id = ${head.conversationId}::uuid
      AND position = ${head.position} AND ${pending} AND status = ${head.status}::message_status AND id = (
        SELECT id FROM message WHERE org_id = ${head.orgId}::uuid AND id = ${head.id}::uuid
        FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING (extract(epoch FROM clock_timestamp() - claimed_at) * 1000)::float8 AS "openMs"`
  return row?.openMs
}

const fromNow = (ms: number) => Prisma.sql`clock_timestamp() + ${ms} * interval '1 millisecond'`

/** Whether a claim is still the last one, and its question still open. */
const standing = ({ claim: mine }: ClaimKey) =>
  Prisma.sql`claim = ${mine} AND status = 'sending' AND sid IS NULL`
