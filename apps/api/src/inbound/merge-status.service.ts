import { setTimeout as sleep } from 'node:timers/promises'
import { Prisma, type PrismaClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { OutboundStatus } from '../outbound/message-status.js'
import { recordStatus, type ChangedMessage, type MessageKey } from '../outbound/record-status.js'
import { Batcher } from '../platform/batcher.js'
import { InjectPrisma } from '../platform/database.js'
import { isLockTimeout } from '../platform/transient.js'
import { HintPublisher } from '../realtime/hints.js'
import { FlatForm } from '../twilio/flat-form.js'
import { putOff } from './leave-out-locked.js'

const maxBatch = 500
/** Two at work: one that waits for the disk leaves the other going. */
const lanes = 2
/** Looks at a message that is held, and the pause between two. */
const maxTries = 3
const pauseMs = 50

interface StatusEvent {
  position: bigint
  orgId: string
  chatAccountId: string
  sid: string
  status: OutboundStatus
  messageId: string | null
  form: string
  receivedAt: Date
  /** Long enough ago that the message it is about will not turn up any more. */
  isOld: boolean
}

/** Merges what Twilio reports into the messages it is about. */
@Injectable()
export class MergeStatusService {
  private readonly batcher = new Batcher<number>((positions) => this.mergeAll(positions), {
    maxSize: maxBatch,
    lanes,
  })

  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Merges those of the webhook events that are reports, and due. Each is a statement of its own that may come any
   * number of times: statuses only move forward.
   * @throws when the database is the trouble
   */
  merge(positions: number[]): Promise<void> {
    return this.batcher.add(...positions)
  }

  private async mergeAll(positions: number[]): Promise<void> {
    const events = await this.prisma.$queryRaw<StatusEvent[]>`
      SELECT position, org_id AS "orgId", chat_account_id AS "chatAccountId", sid, status, message_id AS "messageId",
             form, received_at AS "receivedAt", received_at < now() - interval '1 hour' AS "isOld"
      FROM webhook_event
      WHERE position = ANY(${positions}::bigint[]) AND kind = 'status' AND done_at IS NULL
        AND next_attempt_at <= greatest(now(), received_at)
      ORDER BY position`
    const changed = new Set<string>()
    for (const event of events) {
      const moved = await this.mergeUnlessHeld(event)
      for (const { orgId } of moved ?? []) changed.add(orgId)
      if (!moved) await putOff(this.prisma, [event.position])
    }
    await this.keepUnknown(positions)
    await this.hints.publish('events', [...changed])
  }

  /** @returns nothing when somebody holds the message for longer than a statement of ours does: the others don't wait */
  private async mergeUnlessHeld(event: StatusEvent): Promise<ChangedMessage[] | undefined> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.mergeOne(event)
      } catch (error) {
        if (!isLockTimeout(error)) throw error
        if (tries === maxTries) return undefined
        await sleep(pauseMs)
      }
    }
  }

  /** Both the merge and the done mark, in one statement. */
  private async mergeOne(event: StatusEvent): Promise<ChangedMessage[]> {
    const { orgId, chatAccountId, sid, status, receivedAt: at } = event
    const account = { orgId, chatAccountId }
    const message: MessageKey = event.messageId ? { ...account, id: event.messageId } : { ...account, sid }
    const errorCode = new FlatForm(event.form).get('ErrorCode')
    return this.prisma.$queryRaw<ChangedMessage[]>(
      recordStatus(
        message,
        { status, sid, errorCode, at },
        { before: claim(event, message), condition: Prisma.sql`id IN (SELECT id FROM target)` },
      ),
    )
  }

  /** Leaves reports of messages that nobody knows yet for later: Twilio may be faster than our own commit. */
  private async keepUnknown(positions: number[]): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE webhook_event SET attempts = attempts + 1, error = 'No message of ours has this sid yet.',
        next_attempt_at = now() + least(power(2, least(attempts, 10)), 600) * interval '1 second'
      WHERE position = ANY(${positions}::bigint[]) AND kind = 'status' AND done_at IS NULL
        AND next_attempt_at <= greatest(now(), received_at)`
  }
}

/** Takes the message without waiting for whoever holds it, and says that the event is done if there is one. */
function claim({ position, orgId, isOld }: StatusEvent, message: MessageKey): Prisma.Sql {
  const which = 'id' in message ? Prisma.sql`id = ${message.id}::uuid` : Prisma.sql`sid = ${message.sid}`
  return Prisma.sql`
      target AS (
        SELECT id FROM message
        WHERE org_id = ${orgId}::uuid AND chat_account_id = ${message.chatAccountId}::uuid AND ${which}
        FOR NO KEY UPDATE NOWAIT
      ), done AS (
        UPDATE webhook_event SET done_at = now(), error = NULL
        WHERE position = ${position} AND org_id = ${orgId}::uuid AND done_at IS NULL
          AND (${isOld} OR EXISTS (SELECT FROM target))
      ),`
}
