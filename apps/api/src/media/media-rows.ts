import type { MediaKind, MediaReason, Medium } from '@cloudpa/contracts/media'
import { Prisma, type ChatAccount, type Door, type Media } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { recordEvents } from '../events/record-events.js'
import { InjectDoor } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import type { Room } from './limits.js'
import type { MediaKey } from './media.job.js'

/** A file that is ours until its claim runs out. */
export interface ClaimedMedia {
  media: Media
  account: ChatAccount
  /** What its org keeps so far. */
  kept: Room
}

/** What a file was found to be. */
export interface Found {
  kind: MediaKind
  contentType: string
  bytes: number
  name: string | null
  sha256: string
  thumbnailBytes: number | null
  shown: Pick<Medium, 'width' | 'height' | 'durationMs' | 'peaks'>
}

type ClaimOf = Pick<Media, 'orgId' | 'id' | 'claim'>

/** Whether a claim is still the last one, and its question still open. */
const standing = ({ orgId, id, claim }: ClaimOf) =>
  Prisma.sql`org_id = ${orgId}::uuid AND id = ${id}::uuid AND claim = ${claim} AND state = 'waiting'`

/**
 * The last parts of a statement that changes what is shown of a file: what its part `done` gives (org_id, id, message_id)
 * is patched in the message, which rises by a revision, and has its event.
 */
const show = (patch: Partial<Medium>) => Prisma.sql`
  changed AS (
    UPDATE message m SET revision = m.revision + 1, content = jsonb_set(m.content, '{media}', (
      SELECT jsonb_agg(CASE WHEN shown->>'id' = done.id::text THEN shown || ${JSON.stringify(patch)}::jsonb ELSE shown END
                       ORDER BY place)
      FROM jsonb_array_elements(m.content->'media') WITH ORDINALITY AS of_message (shown, place)))
    FROM done WHERE m.org_id = done.org_id AND m.id = done.message_id
    RETURNING m.org_id, 'message'::text AS kind, m.conversation_id, m.id AS message_id, 0 AS place
  ), ${recordEvents}
  SELECT 1 FROM changed`

/** The files of messages as a queue in the database. What follows from a claim is written only while it stands. */
@Injectable()
export class MediaRows {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Claims a file that is due.
   * @param leaseMs how long the claim holds
   * @returns undefined when it is not due, or somebody else's
   */
  claim({ orgId, id }: MediaKey, leaseMs: number): Promise<ClaimedMedia | undefined> {
    return this.door.forOrg(orgId, async (tx) => {
      const claimed = await tx.$queryRaw<unknown[]>`
        UPDATE media SET claim = claim + 1, attempts = attempts + 1, next_attempt_at = ${fromNow(leaseMs)}
        WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid AND state = 'waiting' AND next_attempt_at <= clock_timestamp()
        RETURNING 1`
      if (claimed.length === 0) return undefined
      const { message, ...media } = await tx.media.findUniqueOrThrow({
        where: { id_orgId: { orgId, id } },
        include: { message: { select: { chatAccount: true } } },
      })
      const usage = await tx.mediaUsage.findUnique({ where: { orgId } })
      const kept = { files: usage?.files ?? 0, bytes: Number(usage?.bytes ?? 0) }
      return { media, account: message.chatAccount, kept }
    })
  }

  /** Notes that a file is stored, and what it is. */
  ready(claim: ClaimOf, { shown, ...found }: Found): Promise<void> {
    const { kind, contentType, bytes, name, sha256, thumbnailBytes } = found
    const patch = { ...shown, kind, contentType, bytes, name, thumbnail: thumbnailBytes !== null }
    return this.change(
      claim.orgId,
      Prisma.sql`
        WITH done AS (
          UPDATE media SET state = 'ready', kind = ${kind}, content_type = ${contentType}, bytes = ${bytes},
                           name = ${name}, sha256 = ${sha256}, thumbnail_bytes = ${thumbnailBytes}
          WHERE ${standing(claim)} RETURNING org_id, id, message_id
        ), ${show({ ...patch, state: 'ready', reason: null })}`,
    )
  }

  /** Notes that a file can't be had. */
  failed(claim: ClaimOf, reason: MediaReason): Promise<void> {
    return this.change(
      claim.orgId,
      Prisma.sql`
        WITH done AS (
          UPDATE media SET state = 'failed' WHERE ${standing(claim)} RETURNING org_id, id, message_id
        ), ${show({ state: 'failed', reason })}`,
    )
  }

  /**
   * Leaves a file for later.
   * @param isAttempt whether what was tried counts
   */
  async later(claim: ClaimOf, delayMs: number, isAttempt: boolean): Promise<void> {
    await this.door.forOrg(
      claim.orgId,
      (tx) => tx.$executeRaw`
        UPDATE media SET next_attempt_at = ${fromNow(delayMs)}, attempts = attempts - ${isAttempt ? 0 : 1}
        WHERE ${standing(claim)}`,
    )
  }

  /** Has a file that failed tried again from the start; nothing changes about another one. */
  retry({ orgId, id }: MediaKey): Promise<void> {
    return this.change(
      orgId,
      Prisma.sql`
        WITH done AS (
          UPDATE media SET state = 'waiting', attempts = 0, next_attempt_at = clock_timestamp()
          WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid AND state = 'failed' RETURNING org_id, id, message_id
        ), ${show({ state: 'waiting', reason: null })}`,
    )
  }

  /** Screens are told, if the statement changed anything. */
  private async change(orgId: string, statement: Prisma.Sql): Promise<void> {
    const changed = await this.door.forOrg(orgId, (tx) => tx.$queryRaw<unknown[]>(statement))
    if (changed.length > 0) await this.hints.publish('events', [orgId])
  }
}

const fromNow = (ms: number) => Prisma.sql`clock_timestamp() + ${ms} * interval '1 millisecond'`
