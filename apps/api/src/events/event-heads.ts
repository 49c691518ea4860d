import type { PrismaClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { InjectPrisma } from '../platform/database.js'
import { SharedLookup } from '../platform/shared-lookup.js'
import { readHeads } from './read-events.js'

/** Where orgs stand now; screens that open at one moment ask together. */
@Injectable()
export class EventHeads {
  private readonly lookup = new SharedLookup((orgIds: string[]) => readHeads(this.prisma, orgIds))

  constructor(@InjectPrisma() private readonly prisma: PrismaClient) {}

  /**
   * The number of an org's latest event.
   * @throws {AppError} unavailable when too many ask
   */
  of(orgId: string): Promise<number> {
    return this.lookup.find(orgId)
  }
}
