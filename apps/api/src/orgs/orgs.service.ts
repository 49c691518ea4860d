import type { CreateOrg, Me, Org, SwitchOrg, UpdateOrg } from '@cloudpa/contracts/orgs'
import type { Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { validate } from 'uuid'
import type { CurrentMember } from '../auth/member.decorator.js'
import { MembershipsService, roleOf } from '../auth/memberships.service.js'
import { signedIn } from '../auth/signed-in.js'
import { notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { presentOrg } from './present-org.js'

/** The org a member works in, and the others they may switch to. */
@Injectable()
export class OrgsService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly memberships: MembershipsService,
  ) {}

  async me(member: CurrentMember): Promise<Me> {
    const { orgId, role } = member
    const [org, two] = await this.door.readOrg(orgId, (tx) =>
      Promise.all([
        tx.org.findUniqueOrThrow({ where: { id: orgId } }).then(presentOrg),
        tx.member.findMany({ where: { orgId }, select: { id: true }, take: 2 }),
      ]),
    )
    const alone = two.length < 2
    if (!member.userId) return { user: null, memberId: null, org, role, alone, orgs: [{ ...org, role }] }
    const { members, ...user } = await this.memberships.userWithOrgs(member.userId)
    return {
      user: { id: user.id, name: user.name, email: user.email },
      memberId: member.memberId,
      org,
      role,
      alone,
      orgs: members.map((row) => ({ ...presentOrg(row.org), role: roleOf(row) })),
    }
  }

  async get({ orgId }: CurrentMember): Promise<Org> {
    const byId = { where: { id: orgId } }
    return presentOrg(await this.door.readOrg(orgId, (tx) => tx.org.findUniqueOrThrow(byId)))
  }

  async update({ orgId }: CurrentMember, input: UpdateOrg): Promise<Org> {
    const change = { where: { id: orgId }, data: input }
    return presentOrg(await this.door.forOrg(orgId, (tx) => tx.org.update(change)))
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
    const byUser = { where: { userId_orgId: { orgId, userId: session.userId } } }
    const row = validate(orgId) ? await this.door.readOrg(orgId, (tx) => tx.member.findUnique(byUser)) : null
    if (!row) throw notFound()
    await this.memberships.activate(session, orgId)
    return this.me({ ...member, orgId, role: roleOf(row), memberId: row.id })
  }
}
