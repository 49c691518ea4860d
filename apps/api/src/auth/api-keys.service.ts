import type { ApiKey, ApiKeyList, CreateApiKey, CreatedApiKey } from '@cloudpa/contracts/orgs'
import type { ApiKey as ApiKeyRow, Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { randomUUID } from 'node:crypto'
import { notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { Installation } from '../platform/installation.js'
import { AccessChanges } from './access-changes.js'
import { makeKey, makeSeedKey, storedFormOf } from './api-key.js'
import { holdAdmin } from './hold-admin.js'
import type { CurrentMember } from './member.decorator.js'
import { signedIn } from './signed-in.js'

/** The name of whoever made a key, which the org's members see. */
const maker = { select: { name: true } }

/** The keys with which programs act for an org. */
@Injectable()
export class ApiKeysService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly installation: Installation,
    private readonly access: AccessChanges,
  ) {}

  async list({ orgId }: CurrentMember): Promise<ApiKeyList> {
    const rows = await this.door.readOrg(orgId, (tx) =>
      tx.apiKey.findMany({ where: { orgId }, include: { maker }, orderBy: { createdAt: 'asc' } }),
    )
    return { items: rows.map(presentApiKey) }
  }

  async create(member: CurrentMember, input: CreateApiKey): Promise<CreatedApiKey> {
    const { orgId } = member
    const { userId: createdBy } = signedIn(member)
    const key = makeKey()
    const row = await this.door.forOrg(orgId, async (tx) => {
      await holdAdmin(tx, orgId, createdBy)
      const data = { orgId, id: randomUUID(), createdBy, ...input, ...storedFormOf(key) }
      return tx.apiKey.create({ data, include: { maker } })
    })
    return { ...presentApiKey(row), key }
  }

  async remove({ orgId }: CurrentMember, id: string): Promise<void> {
    const { count } = await this.door.forOrg(orgId, (tx) => tx.apiKey.deleteMany({ where: { orgId, id } }))
    if (count === 0) throw notFound()
    await this.access.announce(orgId)
  }

  /** The key that seeding prints for an org: the same one however often it runs. */
  async ensureSeedApiKey(orgId: string, slug: string): Promise<string> {
    const key = makeSeedKey(this.installation.deriveSecret('seed-api-key'), orgId)
    const data = {
      orgId,
      id: randomUUID(),
      name: `Seed of ${slug}`,
      scope: 'admin',
      ...storedFormOf(key),
    } as const
    await this.door.forOrg(orgId, (tx) => tx.apiKey.createMany({ data: [data], skipDuplicates: true }))
    return key
  }
}

function presentApiKey(row: ApiKeyRow & { maker: { name: string } | null }): ApiKey {
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
