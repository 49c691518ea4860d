import { Prisma, type ChatAccount, type Door, type Message, type Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { askAgainMs, clearAlarm, raiseAlarm } from '../chat-accounts/account-alarm.js'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { Deadline } from '../platform/deadline.js'
import { HintPublisher } from '../realtime/hints.js'
import type { Price } from '../twilio/twilio.client.js'
import { hasTwin } from './find-twin.js'
import { notePrice } from './note-price.js'
import { recordStatus, type MessageKey, type Outcome } from './record-status.js'
import { isUnwanted, unwanted, type Unwanted } from './refuse-unwanted.js'

/** A message that is ours until its claim runs out, with what is needed to bring it to Twilio. */
export interface Claimed {
  message: Message
  account: ChatAccount
  /** Where its first attempt went, and so every other one: Twilio's list is asked for that address. */
  replyAddress: string
  /** When whatever this claim was for must be over. */
  until: Deadline
  /** Whether it waits no longer for its account to be let in again. */
  isOverdue: boolean
}

export type Turn =
  | { kind: 'send'; claimed: Claimed }
  /** The same of one that waited for long: this database may be an older state of itself, which does not know of it. */
  | { kind: 'look-then-send'; claimed: Claimed }
  /** An attempt was never answered; long enough ago to ask what became of it. */
  | { kind: 'settle'; claimed: Claimed; openMs: number }
  | { kind: 'wait'; ms: number }
  /** Somebody else has a row of it locked, and is not waited for. */
  | { kind: 'held' }
  | { kind: 'nothing' }

type ClaimKey = Pick<Message, 'orgId' | 'id' | 'claim'>
/** The message that is next in a conversation; with its account's id where Twilio lets that send nothing. */
interface Head extends Pick<Message, 'id' | 'chatAccountId' | 'position'> {
  status: string
  isUnwanted: boolean
  waitMs: number
  accountId: string | null
}

/** What may still have to be sent: as the index message_due_idx has it, word by word. */
export const pending = Prisma.sql`direction = 'outbound' AND status IN ('queued', 'sending') AND sid IS NULL`
/** What a claim is for ends this long before the claim does. */
const marginMs = 500
/** What waits longer to be sent may have been sent: restoring a backup takes longer than this, and a queue hardly. */
const doubtMs = 60_000
/** So long a message waits for its account to be let in again; then it fails, and says why. */
const shutOutMs = 12 * 3_600_000
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
    @InjectEnv() private readonly env: Env,
  ) {}

  /**
   * Decides whose turn it is in a conversation, and claims it, to send it or to ask what became of it. The lock on the
   * conversation makes the claim exact: of two workers one gets the message, the other finds it held or taken. Nobody
   * waits for a lock: that would keep a connection from everybody else.
   * @param leaseMs how long a claim holds, and so how long an unanswered attempt is left alone
   */
  async takeTurn(orgId: string, conversationId: string, leaseMs: number): Promise<Turn> {
    const turn = await this.door.forOrg(
      orgId,
      async (tx): Promise<Turn | Unwanted> => {
        const ours = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM conversation WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid
        FOR NO KEY UPDATE SKIP LOCKED`
        const [head] = await tx.$queryRaw<Head[]>`
        SELECT id, chat_account_id AS "chatAccountId", position, status::text, ${isUnwanted} AS "isUnwanted",
               (extract(epoch FROM next_attempt_at - clock_timestamp()) * 1000)::float8 AS "waitMs", (
                 SELECT a.id FROM chat_account a
                 WHERE a.org_id = message.org_id AND a.id = message.chat_account_id AND a.alarm_code IS NOT NULL
                   AND a.active AND message.status = 'queued'
                   AND message.occurred_at > ${fromNow(-shutOutMs)}
               ) AS "accountId"
        FROM message
        WHERE org_id = ${orgId}::uuid AND conversation_id = ${conversationId}::uuid AND ${pending}
        ORDER BY position LIMIT 1`
        if (!head) return { kind: 'nothing' }
        if (head.waitMs > 0) return { kind: 'wait', ms: Math.ceil(head.waitMs) }
        if (ours.length === 0) return { kind: 'held' }
        const { id, chatAccountId, accountId } = head
        if (head.isUnwanted) return { kind: 'unwanted', message: { orgId, chatAccountId, id } }
        if (accountId && (await isShutOut(tx, { orgId, id, accountId })))
          return { kind: 'wait', ms: askAgainMs }
        // Before the database's clock is read, so that ours is never the later one to say that the time is over.
        const until = new Deadline(leaseMs - marginMs)
        const taken = await claim(tx, { ...head, orgId, conversationId }, leaseMs)
        // A callback decides it at this very moment, or somebody holds its row.
        if (!taken) return { kind: 'held' }
        const { chatAccount: account, ...message } = await tx.message.findUniqueOrThrow({
          where: { id_orgId: { orgId, id: head.id } },
          include: { chatAccount: true },
        })
        const { openMs, isDoubtful, isOverdue } = taken
        const claimed = { message, account, replyAddress: message.replyAddress ?? '', until, isOverdue }
        if (head.status === 'sending') return { kind: 'settle', claimed, openMs }
        return { kind: isDoubtful ? 'look-then-send' : 'send', claimed }
      },
      { timeoutMs: turnTimeoutMs },
    )
    if (turn.kind !== 'unwanted') return turn
    await this.change(orgId, (tx) => recordStatus(tx, turn.message, unwanted, this.env, isUnwanted))
    return { kind: 'wait', ms: 0 }
  }

  /**
   * Records what became of a message. It asks for no claim: that Twilio took the message is true, whoever is trying it
   * by now.
   */
  advance(message: MessageKey, to: Outcome): Promise<void> {
    return this.change(message.orgId, (tx) => recordStatus(tx, message, to, this.env))
  }

  /** Records what a claim found out, as long as the claim stands. */
  conclude(message: MessageKey & ClaimKey, to: Outcome): Promise<void> {
    return this.change(message.orgId, (tx) => recordStatus(tx, message, to, this.env, standing(message)))
  }

  notePrice(message: Pick<Message, 'orgId' | 'id' | 'sid'>, price: Price): Promise<void> {
    return this.change(message.orgId, (tx) => notePrice(tx, message, price))
  }

  /**
   * Puts a message that Twilio surely did not take back in line, as long as the claim stands.
   * @param wasTried whether that was an attempt of its own
   */
  async putBack(message: ClaimKey, delayMs: number, wasTried = true): Promise<void> {
    await this.postpone(message, 'queued', delayMs, wasTried ? 0 : 1)
  }

  /** Puts a message back because Twilio lets its account send nothing, and says so of the account, once. */
  async shutOut({ message, account }: Claimed, code: string): Promise<void> {
    const { orgId, id } = message
    const isNews = await this.door.forOrg(orgId, async (tx) => {
      // It was no attempt of the message's own.
      await tx.$executeRaw`
        UPDATE message SET status = 'queued', attempts = attempts - 1, next_attempt_at = ${fromNow(askAgainMs)}
        WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid AND ${standing(message)}`
      return raiseAlarm(tx, account, code)
    })
    if (isNews) await this.hints.publish('events', [orgId])
  }

  /** Says of an account that Twilio lets it do nothing, once. */
  async raiseAlarm(account: ChatAccount, code: string): Promise<void> {
    const isNews = await this.door.forOrg(account.orgId, (tx) => raiseAlarm(tx, account, code))
    if (isNews) await this.hints.publish('events', [account.orgId])
  }

  /** Takes back that an account may send nothing. What waited for that is due at once. */
  async letIn(account: ChatAccount): Promise<void> {
    const isNews = await this.door.forOrg(account.orgId, (tx) => clearAlarm(tx, account))
    if (isNews) await this.hints.publish('events', [account.orgId])
  }

  /** Leaves the question of an unanswered attempt open a while longer, as long as the claim stands. */
  async askLater(message: ClaimKey, delayMs: number): Promise<void> {
    await this.postpone(message, 'sending', delayMs)
  }

  /** Whether a claim still stands: neither did it run out, nor did anybody settle its message. */
  async stands(message: ClaimKey): Promise<boolean> {
    const rows = await this.door.readOrg(
      message.orgId,
      (tx) => tx.$queryRaw<unknown[]>`
        SELECT 1 FROM message WHERE org_id = ${message.orgId}::uuid AND id = ${message.id}::uuid AND ${standing(message)}`,
    )
    return rows.length > 0
  }

  /** Which of these sids belong to messages of this account already, or did. */
  async knownSids({ orgId, chatAccountId }: Message, sids: string[]): Promise<Set<string>> {
    const bySid = { where: { orgId, chatAccountId, sid: { in: sids } }, select: { sid: true } }
    const [rows, spent] = await this.door.readOrg(orgId, async (tx) => [
      await tx.message.findMany(bySid),
      await tx.spentSid.findMany(bySid),
    ])
    return new Set([...rows, ...spent].flatMap(({ sid }) => sid ?? []))
  }

  /** Whether what looks like a message in Twilio's list may be another one. */
  hasTwin(message: Message): Promise<boolean> {
    return this.door.readOrg(message.orgId, (tx) => hasTwin(tx, message))
  }

  private async postpone(
    message: ClaimKey,
    status: 'queued' | 'sending',
    delayMs: number,
    uncounted = 0,
  ): Promise<void> {
    await this.door.forOrg(
      message.orgId,
      (tx) => tx.$executeRaw`
        UPDATE message SET status = ${status}::message_status, attempts = attempts - ${uncounted}::int,
                           next_attempt_at = ${fromNow(delayMs)}
        WHERE org_id = ${message.orgId}::uuid AND id = ${message.id}::uuid AND ${standing(message)}`,
    )
  }

  /** Screens are told, if anything changed. */
  private async change(orgId: string, record: (tx: Tx) => Promise<boolean>): Promise<void> {
    const hasChanged = await this.door.forOrg(orgId, record)
    if (hasChanged) await this.hints.publish('events', [orgId])
  }
}

/**
 * Whether a message waits on because Twilio lets its account send nothing. Every so often one of the account's may try.
 * @param accountId of the account, which has an alarm
 */
async function isShutOut(
  tx: Tx,
  { orgId, id, accountId }: Record<'orgId' | 'id' | 'accountId', string>,
): Promise<boolean> {
  const isFirst = await tx.$executeRaw`
    UPDATE chat_account SET alarm_ask_at = ${fromNow(askAgainMs)}
    WHERE org_id = ${orgId}::uuid AND id = ${accountId}::uuid AND alarm_ask_at <= clock_timestamp()`
  if (isFirst > 0) return false
  await tx.$executeRaw`
    UPDATE message SET next_attempt_at = ${fromNow(askAgainMs)} WHERE org_id = ${orgId}::uuid AND id = (
      SELECT id FROM message WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE SKIP LOCKED)`
  return true
}

/** What a claim tells: how long ago the attempt began that it is about, and whether an earlier one may be forgotten. */
interface Taken extends Pick<Claimed, 'isOverdue'> {
  openMs: number
  isDoubtful: boolean
}

/**
 * What waited for long may have been sent by whoever wrote what this database lost: its first attempt is then taken to have
 * begun when it was stored.
 * @returns undefined when it is decided or held
 */
async function claim(
  tx: Tx,
  head: Pick<Message, 'orgId' | 'conversationId' | 'id' | 'position'> & { status: string },
  leaseMs: number,
): Promise<Taken | undefined> {
  const isOld = (since: Prisma.Sql, ms = doubtMs) => Prisma.sql`${since} < ${fromNow(-ms)}`
  const [row] = await tx.$queryRaw<Taken[]>`
    UPDATE message SET
      status = 'sending',
      -- What an attempt before left behind.
      error_code = NULL,
      failed_at = NULL,
      revision = revision + CASE WHEN error_code IS NULL THEN 0 ELSE 1 END,
      claim = claim + 1,
      attempts = attempts + CASE status WHEN 'queued' THEN 1 ELSE 0 END,
      claimed_at = CASE status WHEN 'queued' THEN clock_timestamp() ELSE claimed_at END,
      first_claimed_at = coalesce(first_claimed_at, CASE WHEN ${isOld(Prisma.sql`occurred_at`)}
        THEN occurred_at ELSE clock_timestamp() END),
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
    RETURNING (extract(epoch FROM clock_timestamp() - claimed_at) * 1000)::float8 AS "openMs",
              ${isOld(Prisma.sql`first_claimed_at`)} AS "isDoubtful",
              ${isOld(Prisma.sql`occurred_at`, shutOutMs)} AS "isOverdue"`
  return row
}

const fromNow = (ms: number) => Prisma.sql`clock_timestamp() + ${ms} * interval '1 millisecond'`

/** Whether a claim is still the last one, and its question still open. */
const standing = ({ claim: mine }: ClaimKey) =>
  Prisma.sql`claim = ${mine} AND status = 'sending' AND sid IS NULL`
