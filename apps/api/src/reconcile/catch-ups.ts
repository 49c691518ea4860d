import { isDeepStrictEqual } from 'node:util'
import type { CatchUp } from '@cloudpa/contracts/chat-accounts'
import { Prisma, type ChatAccount, type Door, type Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { recordEvent } from '../events/record-events.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import { comparable, type NumberKey } from './find-numbers.js'

/** Longer than fetching one page of Twilio's list, or of a message's files. A killed process's work waits this long. */
const leaseMs = 90_000
/** Reports get lost while nothing else does: so often they are looked for further back. */
const lookBackEveryMs = 3_600_000
/** After so long without a comparison some got lost, as a rule. */
const longGapMs = 10 * 60_000

/** A comparison that is ours until its claim runs out. */
export interface Claim extends NumberKey {
  account: ChatAccount
  claim: number
  /** By the database's clock. */
  startedAt: Date
  /** Until when all was here before it; null where nothing was compared yet. */
  provenUntil: Date | null
  /** Whether it goes back further than what is not proven yet, since reports of older messages may be lost. */
  looksBack: boolean
  /** How many messages were compared before it. */
  checked: number
  /** Missing messages that comparisons added which came to no end; the next one counts them. */
  added: number
  /** Whether screens are to learn of its end although it found nothing. */
  wasTroubled: boolean
  /** What was in the way of the one before it. */
  problem: Problem | null
}

/** What a comparison found. */
export interface Found {
  /** Messages since what was proven: they count as compared once more is proven. */
  fresh: number
  /** Older ones that were not here, and are now. */
  late: number
  /** Of all that were compared, those that were not here. */
  missing: number
  /** Of these, what customers wrote: the reports of that time did not come either. */
  missed: number
  /** Messages from before the number was connected: history, so never counted as missing. */
  history: number
  /** Whether some were left alone because they may still be on their way. */
  isUnsettled: boolean
  /** Whether some were left alone because they may be what waits here to be sent: nothing is proven past them. */
  isOpen: boolean
}

export type Problem = NonNullable<CatchUp['problem']>

/** How far each number has come: one row a number, each written under the claim of whoever compares it. */
@Injectable()
export class CatchUps {
  constructor(
    @InjectDoor() private readonly door: Door,
    @InjectEnv() private readonly env: Env,
    private readonly hints: HintPublisher,
  ) {}

  /** Has a number compared soon; where that is under way, it stays as it is. */
  async request({ orgId, chatAccountId }: NumberKey): Promise<void> {
    await this.door.forOrg(
      orgId,
      (tx) => tx.$executeRaw`
        INSERT INTO catch_up AS c (org_id, chat_account_id, account_sid, address, due_at)
        SELECT org_id, id, account_sid, address, clock_timestamp() FROM chat_account
        WHERE org_id = ${orgId}::uuid AND id = ${chatAccountId}::uuid
        ON CONFLICT (org_id, chat_account_id) DO UPDATE SET due_at = excluded.due_at
        WHERE c.started_at IS NULL OR c.due_at <= clock_timestamp()`,
    )
  }

  /**
   * Takes a number to compare it. Of two workers one gets it. Where another number or Twilio account stands behind it than
   * the last time, nothing of what was proven holds.
   * @param insisting takes it from whoever compares it, and before its time
   * @returns undefined where it is not its turn, or it can't be compared
   */
  take({ orgId, chatAccountId }: NumberKey, insisting = false): Promise<Claim | undefined> {
    const isSame = Prisma.sql`(c.account_sid, c.address) = (excluded.account_sid, excluded.address)`
    return this.door.forOrg(orgId, async (tx) => {
      const [row] = await tx.$queryRaw<Omit<Claim, keyof NumberKey | 'account'>[]>`
        INSERT INTO catch_up AS c (org_id, chat_account_id, account_sid, address, claim, due_at, started_at)
        SELECT org_id, id, account_sid, address, 1, ${fromNow(leaseMs)}, clock_timestamp() FROM chat_account a
        WHERE org_id = ${orgId}::uuid AND id = ${chatAccountId}::uuid AND ${comparable}
        ON CONFLICT (org_id, chat_account_id) DO UPDATE SET
          claim = c.claim + 1, due_at = excluded.due_at, started_at = excluded.started_at, listed = 0,
          proven_until = CASE WHEN ${isSame} THEN c.proven_until END,
          checked = CASE WHEN ${isSame} THEN c.checked ELSE 0 END,
          added = CASE WHEN ${isSame} THEN c.added ELSE 0 END,
          account_sid = excluded.account_sid, address = excluded.address
        WHERE ${insisting} OR c.due_at <= clock_timestamp()
        RETURNING claim, started_at AS "startedAt", proven_until AS "provenUntil", checked, added,
                  coalesce(looked_back_at < ${fromNow(-lookBackEveryMs)}, true)
                    OR coalesce(checked_at < ${fromNow(-longGapMs)}, true) AS "looksBack",
                  missing > 0 OR problem IS NOT NULL AS "wasTroubled", problem`
      if (!row) return undefined
      const where = { orgId_id: { orgId, id: chatAccountId } }
      return { ...row, orgId, chatAccountId, account: await tx.chatAccount.findUniqueOrThrow({ where }) }
    })
  }

  /**
   * Says how many messages were seen and added so far, which renews the claim.
   * @param isLong whether there are more to come, so that screens show how far it is
   * @returns whether the claim still stands
   */
  progress(
    claim: Claim,
    { listed, found, isLong }: { listed: number; found: Found; isLong: boolean },
  ): Promise<boolean> {
    const changes = Prisma.sql`
      listed = ${listed}::int, added = ${found.missing}::int, checked = ${claim.checked + found.late}::int,
      due_at = ${fromNow(leaseMs)}`
    return this.write(claim, changes, isLong)
  }

  /** Says what a comparison found that came to its end: up to what may still be on its way, all is here now. */
  async finish(claim: Claim, found: Found): Promise<void> {
    const { missing, history, isUnsettled, isOpen } = found
    // What is not proven is compared again, and counts then.
    const checked = claim.checked + found.late + (isOpen ? 0 : found.fresh)
    const nextLooksBack = found.missed > 0 ? Prisma.sql`NULL` : Prisma.sql`looked_back_at`
    const lookedBackAt = claim.looksBack ? Prisma.sql`${claim.startedAt}::timestamptz` : nextLooksBack
    const { RECONCILE_SETTLE_MS: settleMs } = this.env
    const recovered = missing > 0 ? Prisma.sql`${missing}::int` : Prisma.sql`recovered`
    const recoveredAt = missing > 0 ? Prisma.sql`clock_timestamp()` : Prisma.sql`recovered_at`
    const changes = Prisma.sql`
      proven_until = CASE WHEN ${isOpen} THEN proven_until
                          ELSE ${claim.startedAt}::timestamptz - ${settleMs} * interval '1 millisecond' END,
      checked_at = clock_timestamp(), checked = ${checked}::int, missing = ${missing}::int,
      looked_back_at = ${lookedBackAt},
      recovered = ${recovered}, recovered_at = ${recoveredAt},
      started_at = NULL, listed = 0, added = 0, problem = NULL, due_at = ${this.nextTime(isUnsettled)}`
    await this.write(claim, changes, missing + history > 0 || claim.wasTroubled || !claim.provenUntil)
  }

  /**
   * Says why a comparison came to no end. Nothing is proven by it; what it added is there. The longer nothing was compared,
   * the longer it is left alone: a token that was revoked months ago is not tried each minute.
   */
  async fail(claim: Claim, problem: Problem): Promise<void> {
    const changes = Prisma.sql`
      started_at = NULL, listed = 0, problem = ${JSON.stringify(problem)}::jsonb,
      due_at = ${this.nextTime(false)} + least(interval '1 hour', (clock_timestamp() - coalesce(checked_at, (
        SELECT created_at FROM chat_account a WHERE a.org_id = catch_up.org_id AND a.id = chat_account_id))) / 4)`
    await this.write(claim, changes, !isDeepStrictEqual(problem, claim.problem))
  }

  /** Leaves a comparison to the next process. */
  async letGo(claim: Claim): Promise<void> {
    await this.write(claim, Prisma.sql`started_at = NULL, listed = 0, due_at = clock_timestamp()`, false)
  }

  /** What was left alone is looked at again once it is old enough, even where nothing is compared regularly. */
  private nextTime(isUnsettled: boolean): Prisma.Sql {
    const { RECONCILE_EVERY_MS: everyMs, RECONCILE_SETTLE_MS: settleMs } = this.env
    const pauses = [...(everyMs > 0 ? [everyMs] : []), ...(isUnsettled ? [settleMs] : [])]
    return pauses.length > 0 ? fromNow(Math.min(...pauses)) : Prisma.sql`NULL`
  }

  /** Changes the row as long as the claim stands. */
  private async write(
    { orgId, chatAccountId, claim }: Claim,
    changes: Prisma.Sql,
    isTold: boolean,
  ): Promise<boolean> {
    const isOurs = await this.door.forOrg(orgId, async (tx: Tx) => {
      const count = await tx.$executeRaw`
        UPDATE catch_up SET ${changes}
        WHERE org_id = ${orgId}::uuid AND chat_account_id = ${chatAccountId}::uuid AND claim = ${claim}`
      if (count > 0 && isTold) await recordEvent(tx, { orgId, kind: 'chat-account' })
      return count > 0
    })
    if (isOurs && isTold) await this.hints.publish('events', [orgId])
    return isOurs
  }
}

const fromNow = (ms: number) => Prisma.sql`clock_timestamp() + ${ms} * interval '1 millisecond'`
