import type { SystemClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { InjectSystem } from '../platform/database.js'
import { TemplateLooks, type OrgAccount } from './template-looks.js'

/** Accounts synced in parallel. */
const maxAtOnce = 20
/** What is still due then comes the next time. */
const maxRounds = 10

/** Polls Twilio for templates, because it sends no webhook when their approval changes. */
@Injectable()
export class TemplateSyncer {
  constructor(
    @InjectSystem() private readonly system: SystemClient,
    @InjectEnv() private readonly env: Env,
    private readonly looks: TemplateLooks,
  ) {}

  /** Looks at the accounts whose turn has come, side by side: whose Twilio is slow delays nobody else's. */
  async sync(): Promise<void> {
    for (let round = 0; round < maxRounds; round += 1) {
      const due = await findUnlooked(this.system, this.env.TEMPLATE_SYNC_MS)
      const went = await Promise.allSettled(due.map((account) => this.looks.look(account)))
      for (const result of went) if (result.status === 'rejected') throw result.reason
      if (due.length < maxAtOnce) return
    }
  }
}

/** Finds accounts of active numbers that were not looked at for a while, or not since one of their numbers changed. */
function findUnlooked(system: SystemClient, everyMs: number): Promise<OrgAccount[]> {
  return system.$queryRaw`
    SELECT a.org_id AS "orgId", a.account_sid AS "accountSid"
    FROM chat_account a LEFT JOIN template_sync s USING (org_id, account_sid)
    WHERE a.active AND a.removed_at IS NULL
    GROUP BY a.org_id, a.account_sid, s.started_at
    HAVING s.started_at IS NULL OR s.started_at < max(a.updated_at)
        OR s.started_at < now() - ${everyMs} * interval '1 millisecond'
    ORDER BY s.started_at NULLS FIRST LIMIT ${maxAtOnce}`
}
