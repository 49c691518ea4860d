import type { ApiKey, ApiKeyList, CreateApiKey, CreatedApiKey } from '@cloudpa/contracts/orgs'
import type { ApiKey as ApiKeyRow, PrismaClient, User as UserRow } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { randomUUID } from 'node:crypto'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectPrisma } from '../platform/database.js'
import { Installation } from '../platform/installation.js'
import { AccessChanges } from './access-changes.js'
import { isKey, makeKey, makeSeedKey, storedFormOf } from './api-key.js'
import { holdAdmin } from './hold-admin.js'
import type { CurrentMember } from './member.decorator.js'
import { signedIn } from './signed-in.js'

const usedAtPrecisionMs = 60_000

/** The keys with which programs act for an org. */
@Injectable()
export class ApiKeysService {
  private readonly logger = new Logger('api-keys')

  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    private readonly installation: Installation,
    private readonly access: AccessChanges,
  ) {}

  /**
   * Who an Authorization header speaks for.
   * @throws unauthorized when it holds no key of an org
   */
  async identify(authorization: string): Promise<CurrentMember> {
    const hash = hashIn(authorization)
    const row = hash ? await this.prisma.apiKey.findFirst({ where: { hash } }) : null
    if (!row)
      throw new AppError('unauthorized', 'This API key is not valid; make one under Settings, API keys.')
    this.noteUse(row)
    const role = row.scope === 'admin' ? 'admin' : 'member'
    const { orgId, id: keyId, scope, createdBy: keyMakerId } = row
    return { orgId, role, keyId, userId: null, memberId: null, sessionId: null, keyMakerId, scope }
  }

  /** The org that each Authorization header speaks for, by header; one without a valid key has none. */
  async orgsOf(authorizations: string[]): Promise<Map<string, string>> {
    if (authorizations.length === 0) return new Map()
    const headers = new Map(authorizations.map((header) => [hashIn(header) ?? '', header]))
    const rows = await this.prisma.apiKey.findMany({ where: { hash: { in: [...headers.keys()] } } })
    for (const row of rows) this.noteUse(row)
    return new Map(rows.map(({ hash, orgId }) => [headers.get(hash) ?? '', orgId]))
  }

  async list(member: CurrentMember): Promise<ApiKeyList> {
    const rows = await this.prisma.apiKey.findMany({
      where: { orgId: member.orgId },
      include: { maker: true },
      orderBy: { createdAt: 'asc' },
    })
    return { items: rows.map(presentApiKey) }
  }

  async create(member: CurrentMember, input: CreateApiKey): Promise<CreatedApiKey> {
    const { orgId } = member
    const { userId: createdBy } = signedIn(member)
    const key = makeKey()
    const row = await this.prisma.$transaction(async (tx) => {
      await holdAdmin(tx, orgId, createdBy)
      const data = { orgId, id: randomUUID(), createdBy, ...input, ...storedFormOf(key) }
      return tx.apiKey.create({ data, include: { maker: true } })
    })
    return { ...presentApiKey(row), key }
  }

  async remove(member: CurrentMember, id: string): Promise<void> {
    const { count } = await this.prisma.apiKey.deleteMany({ where: { orgId: member.orgId, id } })
    if (count === 0) throw notFound()
    await this.access.announce(member.orgId)
  }

  /** The key that seeding prints for an org: the same one however often it runs. */
  async ensureSeedApiKey(orgId: string, slug: string): Promise<string> {
    const key = makeSeedKey(this.installation.deriveSecret('seed-api-key'), orgId)
    await this.prisma.apiKey.createMany({
      data: [{ orgId, id: randomUUID(), name: `Seed of ${slug}`, scope: 'admin', ...storedFormOf(key) }],
      skipDuplicates: true,
    })
    return key
  }

  /** Notes the use to the minute, and never lets the request wait for it. */
  private noteUse({ orgId, id, lastUsedAt }: ApiKeyRow): void {
    const now = new Date()
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < usedAtPrecisionMs) return
    this.prisma.apiKey
      .updateMany({ where: { orgId, id }, data: { lastUsedAt: now } })
      .catch((error: unknown) => this.logger.warn(`The use of an API key was not noted: ${String(error)}`))
  }
}

/** The stored form of the key in an Authorization header, if there is one. */
function hashIn(authorization: string): string | null {
  const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
  return isKey(key) ? storedFormOf(key).hash : null
}

function presentApiKey(row: ApiKeyRow & { maker: UserRow | null }): ApiKey {
  const { id, name, scope, prefix, createdAt, lastUsedAt, maker } = row
  return {
    id,
    name,
    scope,
    prefix,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    createdBy: maker?.name ?? null,
  }
}
