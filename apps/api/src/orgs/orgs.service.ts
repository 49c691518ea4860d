import type { CreateOrg, Me, Org, SwitchOrg, UpdateOrg } from '@cloudpa/contracts/orgs'
import type { PrismaClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { validate } from 'uuid'
import type { CurrentMember } from '../auth/member.decorator.js'
import { MembershipsService, roleOf } from '../auth/memberships.service.js'
import { signedIn } from '../auth/signed-in.js'
import { notFound } from '../platform/app-error.js'
import { InjectPrisma } from '../platform/database.js'
import { presentOrg } from './present-org.js'

/** The org a member works in, and the others they may switch to. */
@Injectable()
export class OrgsService {
  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    private readonly memberships: MembershipsService,
  ) {}

  async me(member: CurrentMember): Promise<Me> {
    const org = await this.get(member)
    if (!member.userId) {
      return { user: null, org, role: member.role, orgs: [{ ...org, role: member.role }] }
    }
    const { members, ...user } = await this.prisma.user.findUniqueOrThrow({
      where: { id: member.userId },
      include: { members: { include: { org: true }, orderBy: { createdAt: 'asc' } } },
    })
    return {
      user: { id: user.id, name: user.name, email: user.email },
      org,
      role: member.role,
      orgs: members.map((row) => ({ ...presentOrg(row.org), role: roleOf(row) })),
    }
  }

  async get(member: CurrentMember): Promise<Org> {
    return presentOrg(await this.prisma.org.findUniqueOrThrow({ where: { id: member.orgId } }))
  }

  async update(member: CurrentMember, input: UpdateOrg): Promise<Org> {
    return presentOrg(await this.prisma.org.update({ where: { id: member.orgId }, data: input }))
  }

  /** Makes another org, owned by who asks, and goes there. */
  async create(member: CurrentMember, input: CreateOrg): Promise<Org> {
    const session = signedIn(member)
    const { orgId, role } = await this.memberships.startOrg(session.userId, input.name)
    await this.memberships.activate(session, orgId)
    return this.get({ ...member, orgId, role })
  }

  /** Works in another of the member's orgs from now on. */
  async switchTo(member: CurrentMember, { orgId }: SwitchOrg): Promise<Me> {
    const session = signedIn(member)
    const row = validate(orgId)
      ? await this.prisma.member.findUnique({ where: { orgId_userId: { orgId, userId: session.userId } } })
      : null
    if (!row) throw notFound()
    await this.memberships.activate(session, orgId)
    return this.me({ ...member, orgId, role: roleOf(row), memberId: row.id })
  }
}
