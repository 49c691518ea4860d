import type { Door, SystemClient, Tx } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { InjectDoor, InjectSystem } from '../platform/database.js'
import { reasonOf } from '../platform/reason-of.js'
import { SparingLog } from '../platform/sparing-log.js'
import { foldContacts, foldMessages } from './fold-texts.js'

/** Events, or messages, in one transaction. */
const maxAtOnce = 250
/** So many messages, by their age, are read in one step of the walk: those of one org among them are folded together. */
const walkedAtOnce = 2_000
/** While so many forms wait to be taken in, one step is done at a time: what customers write comes first. */
const crowd = 500

interface Event {
  seq: bigint
  conversationId: string | null
  messageId: string | null
}

interface Walked {
  orgId: string
  id: string
  conversationId: string
}

interface Folded {
  isMore: boolean
  /** Whether events are gone that nobody had folded. */
  isGap: boolean
}

/**
 * Keeps what is searched up to date with what happens: it goes on in each org behind the event up to which it has come,
 * and over all messages once, for what no event tells of. What a killed worker did not commit is done again.
 */
@Injectable()
export class SearchFolder {
  private readonly log = new SparingLog(new Logger('search-folder'))

  constructor(
    @InjectSystem() private readonly system: SystemClient,
    @InjectDoor() private readonly door: Door,
  ) {}

  /** @param ending no further step is begun once it is aborted */
  async fold(ending: AbortSignal): Promise<void> {
    for (let isMore = true; isMore;) {
      isMore = false
      for (const orgId of await this.findBehind()) {
        if (ending.aborted) return
        const folded = await this.tryOrg(orgId, (tx) => foldNext(tx, orgId))
        if (folded?.isGap) await this.beginAgain()
        isMore ||= folded?.isMore ?? false
        if (await this.isCrowded()) return
      }
      if (ending.aborted) return
      isMore = (await this.walkOn(ending)) || isMore
      if (await this.isCrowded()) return
    }
  }

  /** The orgs in which something has happened since, in no order, so that nobody is always behind a crowd. */
  private async findBehind(): Promise<string[]> {
    const behind = await this.system.$queryRaw<{ orgId: string }[]>`
      SELECT s.org_id AS "orgId" FROM org_seq s LEFT JOIN search_cursor c USING (org_id) WHERE s.last > coalesce(c.seq, 0)
      ORDER BY random()`
    return behind.map(({ orgId }) => orgId)
  }

  /**
   * Does a step in one org. Where it fails, as when somebody holds a row, it comes again, and the others go on.
   * @returns undefined when it failed
   */
  private async tryOrg<T>(orgId: string, step: (tx: Tx) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.door.forOrg(orgId, step)
    } catch (error) {
      this.log.warn(`org ${orgId} is not folded, comes again: ${reasonOf(error)}`)
      return undefined
    }
  }

  private async isCrowded(): Promise<boolean> {
    const [forms] = await this.system.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM (SELECT FROM webhook_due LIMIT ${crowd}) AS due`
    return forms?.waiting === crowd
  }

  private async beginAgain(): Promise<void> {
    await this.system
      .$executeRaw`UPDATE search_backfill SET done = false, before_id = NULL, before_org = NULL`
  }

  /**
   * Folds the next older messages of all, whosever they are, and then notes how far it came. Another worker may be at
   * the same: whatever is kept is left alone.
   * @returns whether there are more
   */
  private async walkOn(ending: AbortSignal): Promise<boolean> {
    const [walk] = await this.system.$queryRaw<{ beforeId: string | null; beforeOrg: string | null }[]>`
      SELECT before_id AS "beforeId", before_org AS "beforeOrg" FROM search_backfill WHERE NOT done`
    if (!walk) return false
    const { beforeId, beforeOrg } = walk
    const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
    const messages = await this.system.$queryRaw<Walked[]>`
      SELECT org_id AS "orgId", id, conversation_id AS "conversationId" FROM message
      WHERE (id, org_id) < (${beforeId ?? last}::uuid, ${beforeOrg ?? last}::uuid)
      ORDER BY id DESC, org_id DESC LIMIT ${walkedAtOnce}`
    const failed = new Set<string>()
    for (const { orgId, some } of partsOf(messages)) {
      if (ending.aborted) return false
      if (failed.has(orgId)) continue
      const isFolded = await this.tryOrg(orgId, (tx) => foldAgain(tx, orgId, some))
      if (!isFolded) failed.add(orgId)
    }
    if (failed.size > 0) return false
    const end = messages.at(-1)
    const isMore = messages.length === walkedAtOnce
    const moved = await this.system.$executeRaw`
      UPDATE search_backfill
      SET before_id = ${end?.id ?? null}::uuid, before_org = ${end?.orgId ?? null}::uuid, done = ${!isMore}
      WHERE NOT done AND (before_id, before_org) IS NOT DISTINCT FROM (${beforeId}::uuid, ${beforeOrg}::uuid)`
    return isMore && moved === 1
  }
}

/** Messages by whose they are, so many as fit into one transaction. */
function partsOf(messages: Walked[]): { orgId: string; some: Walked[] }[] {
  const byOrg = new Map<string, Walked[]>()
  for (const message of messages) {
    const own = byOrg.get(message.orgId)
    if (own) own.push(message)
    else byOrg.set(message.orgId, [message])
  }
  return [...byOrg].flatMap(([orgId, own]) =>
    Array.from({ length: Math.ceil(own.length / maxAtOnce) }, (_, part) => ({
      orgId,
      some: own.slice(part * maxAtOnce, (part + 1) * maxAtOnce),
    })),
  )
}

/** Folds what the next events of an org are about, unless another worker is at it. */
async function foldNext(tx: Tx, orgId: string): Promise<Folded> {
  const nothing = { isMore: false, isGap: false }
  await tx.$executeRaw`INSERT INTO search_cursor (org_id, seq) VALUES (${orgId}::uuid, 0) ON CONFLICT DO NOTHING`
  const [cursor] = await tx.$queryRaw<{ seq: bigint }[]>`
    SELECT seq FROM search_cursor WHERE org_id = ${orgId}::uuid FOR NO KEY UPDATE SKIP LOCKED`
  if (!cursor) return nothing
  // Before the events: whatever of them is not there by then is gone.
  const head = await tx.orgSeq.findUniqueOrThrow({ where: { orgId } })
  const events = await tx.$queryRaw<Event[]>`
    SELECT seq, conversation_id AS "conversationId", message_id AS "messageId" FROM org_event
    WHERE org_id = ${orgId}::uuid AND seq > ${cursor.seq} ORDER BY seq LIMIT ${maxAtOnce}`
  const [first, last] = [events.at(0), events.at(-1)]
  const firstSeq = first?.seq ?? head.last + 1n
  const heard = await foldMessages(tx, orgId, distinct(events.map(({ messageId }) => messageId)))
  // What becomes of a message that is kept, which is most of what happens, gives nobody another name.
  const shown = events.map(({ conversationId, messageId }) => (messageId === null ? conversationId : null))
  await foldContacts(tx, orgId, distinct([...heard, ...shown]))
  await tx.$executeRaw`
    UPDATE search_cursor SET seq = ${last?.seq ?? head.last} WHERE org_id = ${orgId}::uuid`
  return { isMore: events.length === maxAtOnce, isGap: firstSeq > cursor.seq + 1n }
}

/** Folds messages and their contacts. The cursor is held, so that no older name is written over a newer one. */
async function foldAgain(tx: Tx, orgId: string, messages: Walked[]): Promise<true> {
  await tx.$executeRaw`INSERT INTO search_cursor (org_id, seq) VALUES (${orgId}::uuid, 0) ON CONFLICT DO NOTHING`
  await tx.$queryRaw`SELECT 1 FROM search_cursor WHERE org_id = ${orgId}::uuid FOR NO KEY UPDATE`
  await foldMessages(
    tx,
    orgId,
    messages.map(({ id }) => id),
  )
  await foldContacts(tx, orgId, distinct(messages.map(({ conversationId }) => conversationId)))
  return true
}

const distinct = (ids: (string | null)[]) => [...new Set(ids.filter((id) => id !== null))]
