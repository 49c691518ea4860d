import type { Door, SystemClient, Tx } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { InjectDoor, InjectSystem } from '../platform/database.js'
import { reasonOf } from '../platform/reason-of.js'
import { SparingLog } from '../platform/sparing-log.js'
import { foldNext } from './fold-next.js'
import { foldMessages } from './fold-texts.js'

/** Messages in one transaction. */
const maxAtOnce = 250
/** So many messages, by their age, are read in one step of the walk: those of one org among them are folded together. */
const walkedAtOnce = 2_000
/** While so many forms wait to be taken in, one step is done at a time: what customers write comes first. */
const crowd = 500
/** Who holds a row for longer has their org wait, and not all others, which take their turns behind it. */
const patienceMs = 100

interface Walked {
  orgId: string
  id: string
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
    const failed = new Set<string>()
    for (let isMore = true; isMore;) {
      isMore = false
      const { behind, isWalking } = await this.findWork()
      if (behind.length === 0 && !isWalking) return
      for (const orgId of behind) {
        if (ending.aborted) return
        if (failed.has(orgId)) continue
        const folded = await this.foldOrg(orgId)
        if (!folded) failed.add(orgId)
        isMore ||= folded?.isMore ?? false
        if (await this.isCrowded()) return
      }
      if (ending.aborted) return
      if (isWalking) isMore = (await this.walkOn(ending)) || isMore
      if (await this.isCrowded()) return
    }
  }

  /**
   * Looked for twice a second, so by one statement.
   * @returns the orgs in which something has happened since, or whose contacts are not all folded, in no order, so that
   * nobody is always behind a crowd; and whether older messages are left to walk over
   */
  private async findWork(): Promise<{ behind: string[]; isWalking: boolean }> {
    const [work] = await this.system.$queryRaw<{ behind: string[]; isWalking: boolean }[]>`
      SELECT EXISTS (SELECT FROM search_backfill WHERE NOT done) AS "isWalking", array(
        SELECT o.id::text FROM org o LEFT JOIN org_seq s ON s.org_id = o.id LEFT JOIN search_cursor c ON c.org_id = o.id
        WHERE c.org_id IS NULL OR c.contacts_after IS NOT NULL OR s.last > c.seq
        ORDER BY random()
      ) AS behind`
    return work ?? { behind: [], isWalking: false }
  }

  /** The walk over all messages begins before the cursor goes over a gap: whoever is killed between meets the gap again. */
  private async foldOrg(orgId: string): Promise<{ isMore: boolean } | undefined> {
    const folded = await this.tryOrg(orgId, (tx) => foldNext(tx, orgId, false))
    if (!folded?.isGap) return folded
    await this.beginAgain()
    return this.tryOrg(orgId, (tx) => foldNext(tx, orgId, true))
  }

  /**
   * Does a step in one org. Where it fails, as when somebody holds a row, it comes again, and the others go on.
   * @returns undefined when it failed
   */
  private async tryOrg<T>(orgId: string, step: (tx: Tx) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.door.forOrg(orgId, async (tx) => {
        await tx.$queryRaw`SELECT set_config('lock_timeout', ${String(patienceMs)}, true)`
        return step(tx)
      })
    } catch (error) {
      this.log.warn(`could not index org ${orgId}, will retry: ${reasonOf(error)}`)
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
      SELECT org_id AS "orgId", id FROM message
      WHERE (id, org_id) < (${beforeId ?? last}::uuid, ${beforeOrg ?? last}::uuid)
      ORDER BY id DESC, org_id DESC LIMIT ${walkedAtOnce}`
    const failed = new Set<string>()
    for (const { orgId, some } of partsOf(messages)) {
      if (ending.aborted) return false
      if (failed.has(orgId)) continue
      const folded = await this.tryOrg(orgId, (tx) => foldMessages(tx, orgId, some))
      if (!folded) failed.add(orgId)
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
function partsOf(messages: Walked[]): { orgId: string; some: string[] }[] {
  const byOrg = new Map<string, string[]>()
  for (const { orgId, id } of messages) {
    const own = byOrg.get(orgId)
    if (own) own.push(id)
    else byOrg.set(orgId, [id])
  }
  return [...byOrg].flatMap(([orgId, own]) =>
    Array.from({ length: Math.ceil(own.length / maxAtOnce) }, (_, part) => ({
      orgId,
      some: own.slice(part * maxAtOnce, (part + 1) * maxAtOnce),
    })),
  )
}
