import { Prisma, type SystemClient } from '@cloudpa/db'
import { Inject, Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { InjectSystem } from '../platform/database.js'
import { mediaFolder, removeOldDrafts } from './draft-file.js'
import { leaseMsOf, soundLeaseMsOf } from './limits.js'
import { MediaLine, SoundLine } from './media-line.js'
import type { MediaKey } from './media.job.js'
import { keysOf } from './storage-keys.js'
import { STORAGE, type Storage } from './storage.js'

/** So many one look finds at most, in turns of the orgs. */
const maxFound = 100
const maxRemoved = 100
/** Who has not sent by then what they uploaded won't. */
const unsentMs = 24 * 3_600_000

/** Has fetched what no job did, or what is to be tried again, and removes what messages left behind. */
@Injectable()
export class MediaSweeper {
  constructor(
    @InjectSystem() private readonly system: SystemClient,
    private readonly line: MediaLine,
    private readonly soundLine: SoundLine,
    @Inject(STORAGE) private readonly storage: Storage,
    @InjectEnv() private readonly env: Env,
  ) {}

  async sweep(): Promise<void> {
    const due = await this.find(
      Prisma.sql`state = 'waiting'`,
      // A new one has a job of its own, which comes at once.
      Prisma.sql`url IS NOT NULL
        AND (attempts > 0 OR next_attempt_at < now() - ${this.env.SWEEP_AGE_MS} * interval '1 millisecond')`,
    )
    for (const key of due) this.line.wake(key)
    // Its worker was ended before it listened, or it waits for a place in the line.
    const unheard = await this.find(Prisma.sql`unheard`, Prisma.sql`true`)
    for (const key of unheard) this.soundLine.wake(key)
  }

  /**
   * Steps from one org to the next in an index, and takes of each what is longest due: an org's backlog hides nobody else.
   * @param pending as the index has it, word by word
   */
  private find(pending: Prisma.Sql, wanted: Prisma.Sql): Promise<MediaKey[]> {
    return this.system.$queryRaw<MediaKey[]>`
      WITH RECURSIVE org AS (
        (SELECT org_id FROM media WHERE ${pending} ORDER BY org_id LIMIT 1)
        UNION ALL
        SELECT (SELECT org_id FROM media WHERE ${pending} AND org_id > org.org_id ORDER BY org_id LIMIT 1)
        FROM org WHERE org.org_id IS NOT NULL
      )
      SELECT org.org_id AS "orgId", due.id FROM org CROSS JOIN LATERAL (
        SELECT id, next_attempt_at, row_number() OVER (ORDER BY next_attempt_at) AS turn FROM media
        WHERE ${pending} AND org_id = org.org_id AND next_attempt_at <= now() AND ${wanted}
        ORDER BY next_attempt_at LIMIT ${maxFound}
      ) AS due
      ORDER BY turn, next_attempt_at LIMIT ${maxFound}`
  }

  /** Removes uploads that were never sent, files whose message is gone, and drafts of processes that died. */
  async tidy(ending: AbortSignal): Promise<void> {
    await removeOldDrafts(mediaFolder(this.env))
    for (let removed = maxRemoved; removed === maxRemoved && !ending.aborted;)
      removed = await this.removeUnsent()
    for (let removed = maxRemoved; removed === maxRemoved && !ending.aborted;)
      removed = await this.removeLeftovers()
  }

  /** Few at a time: each takes a row of what its org keeps, which uploads wait for. */
  private removeUnsent(): Promise<number> {
    return this.system.$executeRaw`
      DELETE FROM media WHERE (org_id, id) IN (
        SELECT org_id, id FROM media
        WHERE message_id IS NULL AND scheduled_id IS NULL AND created_at < now() - ${unsentMs} * interval '1 millisecond'
        ORDER BY created_at LIMIT ${maxRemoved})
      AND message_id IS NULL AND scheduled_id IS NULL`
  }

  private async removeLeftovers(): Promise<number> {
    // Whoever is bringing one at this moment stores it within the time of its claim.
    const leftovers = await this.system.$queryRaw<MediaKey[]>`
      SELECT org_id AS "orgId", id FROM media_leftover
      WHERE removed_at < now() - ${leaseMsOf(this.env) + soundLeaseMsOf(this.env)} * interval '1 millisecond' LIMIT ${maxRemoved}`
    for (const { orgId, id } of leftovers) {
      for (const key of keysOf({ orgId, id })) await this.storage.delete(key)
      await this.system.mediaLeftover.deleteMany({ where: { orgId, id } })
    }
    return leftovers.length
  }
}
