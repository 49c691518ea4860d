import type { SystemClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { InjectSystem } from '../platform/database.js'
import { SharedLookup } from '../platform/shared-lookup.js'

/** Where orgs stand now: bare numbers, of many orgs at once. */
@Injectable()
export class EventHeads {
  /** Screens that open at one moment ask together. */
  private readonly lookup = new SharedLookup((orgIds: string[]) => this.ofAll(orgIds))

  constructor(@InjectSystem() private readonly system: SystemClient) {}

  /**
   * The number of an org's latest event.
   * @throws {AppError} unavailable when too many ask
   */
  of(orgId: string): Promise<number> {
    return this.lookup.find(orgId)
  }

  /** @returns the number of each org's latest event, in the order asked for; 0 where nothing has happened yet */
  async ofAll(orgIds: string[]): Promise<number[]> {
    const rows = await this.system.orgSeq.findMany({ where: { orgId: { in: orgIds } } })
    const heads = new Map(rows.map(({ orgId, last }) => [orgId, Number(last)]))
    return orgIds.map((orgId) => heads.get(orgId) ?? 0)
  }
}
