import type { SystemClient } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { InjectSystem } from '../platform/database.js'

/** Never throws: what it is told of has happened already. */
type Tell = (orgIds: string[]) => Promise<void>

/** Notes that somebody may not listen to an org any more, so that every API process asks about its open streams. */
@Injectable()
export class AccessChanges {
  private readonly logger = new Logger('access')
  private tell: Tell = async () => undefined

  constructor(@InjectSystem() private readonly system: SystemClient) {}

  /** Sets who is told; in a process without streams nobody is. */
  onChange(tell: Tell): void {
    this.tell = tell
  }

  /** A member or an API key of this org is gone. Never throws. */
  async announce(orgId: string): Promise<void> {
    await this.tell([orgId])
  }

  /** A session of this user is over, or works in another org. Never throws: the heartbeat finds what this can't tell. */
  async announceUser(userId: string): Promise<void> {
    try {
      const rows = await this.system.member.findMany({ where: { userId }, select: { orgId: true } })
      await this.tell(rows.map(({ orgId }) => orgId))
    } catch (error) {
      this.logger.warn(
        `the streams of a session that ended or moved close at their next heartbeat: ${String(error)}`,
      )
    }
  }
}
