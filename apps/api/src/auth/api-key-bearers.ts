import type { ApiKey as ApiKeyRow, SystemClient } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { AppError } from '../platform/app-error.js'
import { InjectSystem } from '../platform/database.js'
import { isKey, storedFormOf } from './api-key.js'
import type { CurrentMember } from './member.decorator.js'

const usedAtPrecisionMs = 60_000
const maxNoted = 10_000

/** Whose a key is: the one question about keys that is asked before an org is known. */
@Injectable()
export class ApiKeyBearers {
  private readonly logger = new Logger('api-keys')
  /** Until when, by this process's clock, the use of each key is noted; a key's other requests have nothing to add. */
  private readonly notedUntilMs = new Map<string, number>()

  constructor(@InjectSystem() private readonly system: SystemClient) {}

  /**
   * Who an Authorization header speaks for.
   * @throws unauthorized when it holds no key of an org
   */
  async identify(authorization: string): Promise<CurrentMember> {
    const hash = hashIn(authorization)
    const row = hash ? await this.system.apiKey.findFirst({ where: { hash } }) : null
    if (!row) throw new AppError('api_key_unknown')
    this.noteUse(row)
    const role = row.scope === 'admin' ? 'admin' : 'member'
    const { orgId, id: keyId, scope, createdBy: keyMakerId } = row
    return { orgId, role, keyId, userId: null, memberId: null, sessionId: null, keyMakerId, scope }
  }

  /** The org that each Authorization header speaks for, by header; one without a valid key has none. */
  async orgsOf(authorizations: string[]): Promise<Map<string, string>> {
    if (authorizations.length === 0) return new Map()
    const headers = new Map(authorizations.map((header) => [hashIn(header) ?? '', header]))
    const rows = await this.system.apiKey.findMany({ where: { hash: { in: [...headers.keys()] } } })
    for (const row of rows) this.noteUse(row)
    return new Map(rows.map(({ hash, orgId }) => [headers.get(hash) ?? '', orgId]))
  }

  /**
   * Notes the use to the minute, and never lets the request wait for it. The statement looks again: the rows of a busy
   * key were read by many processes at once.
   */
  private noteUse({ orgId, id, lastUsedAt }: ApiKeyRow): void {
    const nowMs = Date.now()
    const earlier = new Date(nowMs - usedAtPrecisionMs)
    if ((lastUsedAt && lastUsedAt > earlier) || nowMs < (this.notedUntilMs.get(id) ?? 0)) return
    // Keys that nobody uses any more are not kept for ever.
    if (this.notedUntilMs.size >= maxNoted) this.notedUntilMs.clear()
    this.notedUntilMs.set(id, nowMs + usedAtPrecisionMs)
    this.system.apiKey
      .updateMany({
        where: { orgId, id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: earlier } }] },
        data: { lastUsedAt: new Date(nowMs) },
      })
      .catch((error: unknown) => this.logger.warn(`could not record the use of an API key: ${String(error)}`))
  }
}

/** The stored form of the key in an Authorization header, if there is one. */
function hashIn(authorization: string): string | null {
  const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
  return isKey(key) ? storedFormOf(key).hash : null
}
