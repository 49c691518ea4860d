import type { CardContact } from '@cloudpa/contracts/content'
import type { MediaKind, MediaReason, Medium } from '@cloudpa/contracts/media'
import { Prisma, type ChatAccount, type Door, type Media, type Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { recordEvents } from '../events/record-events.js'
import { InjectDoor } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import type { Room } from './limits.js'
import type { MediaKey } from './media.job.js'
import { maxCardBytes, mostCards } from './read-cards.js'

/** A file that is ours until its claim runs out. */
export interface ClaimedMedia {
  media: Omit<Media, 'url'> & { url: string }
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
  /** The people in it, where it is a contact card. */
  cards: CardContact[]
  thumbnailBytes: number | null
  shown: Pick<Medium, 'width' | 'height' | 'durationMs' | 'peaks'>
  /** Whether it is still to be listened to. */
  unheard: boolean
}

/** Sound that is there, and ours to listen to until the claim runs out. */
export interface ClaimedSound {
  media: Pick<Media, 'orgId' | 'id' | 'claim' | 'attempts'> & {
    contentType: string
    kind: MediaKind
    bytes: number
  }
  kept: Room
}

/** What was heard. */
export interface Heard {
  shown: Pick<Medium, 'durationMs' | 'peaks'>
  /** Of the copy that every browser plays; null where there is none, or none is needed. */
  m4aBytes: number | null
}

type ClaimOf = Pick<Media, 'orgId' | 'id' | 'claim'>

/** Whether a claim is still the last one, and its question still open. */
const standing = ({ orgId, id, claim }: ClaimOf) =>
  Prisma.sql`org_id = ${orgId}::uuid AND id = ${id}::uuid AND claim = ${claim} AND (state = 'waiting' OR unheard)`

/**
 * What else a message (m) says by a file (done): the people in it, where cards are what the message has, or a document that
 * stands first turns out to be one. What was said to be a card and is none is a document. People for whom there is no room
 * beside those of other files are in theirs alone.
 */
const sayCards = (cards: CardContact[]) => Prisma.sql`
  CASE WHEN jsonb_array_length(m.content->'contacts') > 0
            AND octet_length((m.content->'contacts')::text) + ${JSON.stringify(cards).length} > ${maxCardBytes}
         THEN '{}'
       WHEN ${cards.length} > 0 AND (m.content->>'kind' = 'contacts'
                OR m.content->>'kind' = 'document' AND m.content#>>'{media,0,id}' = done.id::text)
         THEN jsonb_build_object('kind', 'contacts', 'contacts', jsonb_path_query_array(
           coalesce(m.content->'contacts', '[]') || ${JSON.stringify(cards)}::jsonb, ${`$[0 to ${mostCards - 1}]`}::jsonpath))
       WHEN ${cards.length} = 0 AND m.content->>'kind' = 'contacts' AND jsonb_array_length(m.content->'media') = 1
         THEN '{"kind": "document"}'
       ELSE '{}' END`

/**
 * The last parts of a statement that changes what is shown of a file: what its part `done` gives (org_id, id, message_id)
 * is patched in the message, which rises by a revision, and has its event.
 * @param cards the people in a file that is there now
 */
const show = (patch: Partial<Medium>, cards?: CardContact[]) => Prisma.sql`
  changed AS (
    UPDATE message m SET revision = m.revision + 1, content = jsonb_set(m.content, '{media}', (
      SELECT jsonb_agg(CASE WHEN shown->>'id' = done.id::text THEN shown || ${JSON.stringify(patch)}::jsonb ELSE shown END
                       ORDER BY place)
      FROM jsonb_array_elements(m.content->'media') WITH ORDINALITY AS of_message (shown, place)))
      ${cards ? Prisma.sql`|| ${sayCards(cards)}` : Prisma.empty}
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
          AND url IS NOT NULL
        RETURNING 1`
      if (claimed.length === 0) return undefined
      const { message, url, ...media } = await tx.media.findUniqueOrThrow({
        where: { id_orgId: { orgId, id } },
        include: { message: { select: { chatAccount: true } } },
      })
      if (!message || url === null) return undefined
      return { media: { ...media, url }, account: message.chatAccount, kept: await readKept(tx, orgId) }
    })
  }

  /** Notes that a file is stored, and what it is. */
  ready(claim: ClaimOf, { shown, ...found }: Found): Promise<void> {
    const { kind, contentType, bytes, name, sha256, thumbnailBytes, unheard } = found
    const patch = { ...shown, kind, contentType, bytes, name, thumbnail: thumbnailBytes !== null }
    return this.change(
      claim.orgId,
      Prisma.sql`
        WITH done AS (
          UPDATE media SET state = 'ready', kind = ${kind}, content_type = ${contentType}, bytes = ${bytes},
                           name = ${name}, sha256 = ${sha256}, thumbnail_bytes = ${thumbnailBytes},
                           shown = ${JSON.stringify({ ...shown, contacts: found.cards })}::jsonb, unheard = ${unheard},
                           attempts = CASE WHEN ${unheard} THEN 0 ELSE attempts END, next_attempt_at = clock_timestamp()
          WHERE ${standing(claim)} RETURNING org_id, id, message_id
        ), ${show({ ...patch, state: 'ready', reason: null }, found.cards)}`,
    )
  }

  /**
   * Claims sound that is to be listened to.
   * @returns undefined when it was, or somebody does
   */
  claimSound({ orgId, id }: MediaKey, leaseMs: number): Promise<ClaimedSound | undefined> {
    return this.door.forOrg(orgId, async (tx) => {
      const [media] = await tx.$queryRaw<ClaimedSound['media'][]>`
        UPDATE media SET claim = claim + 1, attempts = attempts + 1, next_attempt_at = ${fromNow(leaseMs)}
        WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid AND unheard AND next_attempt_at <= clock_timestamp()
        RETURNING org_id AS "orgId", id, claim, attempts, content_type AS "contentType", kind, bytes`
      return media && { media, kept: await readKept(tx, orgId) }
    })
  }

  /**
   * Notes what was heard, also that it was nothing. The row is held first: whoever sends the file at this moment has
   * stored its message by then, which one statement that waited for the row would not see.
   */
  async heard(claim: ClaimOf, { shown, m4aBytes }: Heard): Promise<void> {
    const changed = await this.door.forOrg(claim.orgId, async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM media WHERE ${standing(claim)} FOR NO KEY UPDATE`
      return tx.$queryRaw<unknown[]>`
        WITH done AS (
          UPDATE media SET unheard = false, m4a_bytes = ${m4aBytes},
                           shown = coalesce(shown, '{}') || ${JSON.stringify(shown)}::jsonb
          WHERE ${standing(claim)} RETURNING org_id, id, message_id
        ), ${show({ ...shown, ...(m4aBytes === null ? {} : { m4a: true }) })}`
    })
    if (changed.length > 0) await this.hints.publish('events', [claim.orgId])
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

/** What an org keeps so far. */
export async function readKept(tx: Tx, orgId: string): Promise<Room> {
  const usage = await tx.mediaUsage.findUnique({ where: { orgId } })
  return { files: usage?.files ?? 0, bytes: Number(usage?.bytes ?? 0) }
}

const fromNow = (ms: number) => Prisma.sql`clock_timestamp() + ${ms} * interval '1 millisecond'`
