import type { Member, MemberList, Role, UpdateMember } from '@cloudpa/contracts/orgs'
import type { Door, Tx } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { AccessChanges } from '../auth/access-changes.js'
import { may } from '../auth/may.js'
import type { CurrentMember } from '../auth/member.decorator.js'
import { roleOf } from '../auth/memberships.service.js'
import { notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { HintPublisher } from '../realtime/hints.js'
import { freeConversations } from './answering-members.js'
import { checkMemberChange } from './member-rules.js'
import { presentInvitation, presentMember, withUser } from './present-org.js'

/** So many conversations of a removed member are freed by one transaction, for which new messages of theirs wait. */
const maxAtOnce = 500

/** Who belongs to the org, and as what. */
@Injectable()
export class MembersService {
  private readonly logger = new Logger('members')

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly access: AccessChanges,
    private readonly hints: HintPublisher,
  ) {}

  /** Everybody of the org; an admin also sees who is invited. */
  async list({ orgId, role }: CurrentMember): Promise<MemberList> {
    const [rows, invitations] = await this.door.readOrg(orgId, async (tx) => [
      await findMembers(tx, orgId),
      may(role, 'admin')
        ? await tx.invitation.findMany({
            where: { orgId, status: 'pending', expiresAt: { gt: new Date() } },
            orderBy: { createdAt: 'asc' },
          })
        : [],
    ])
    return { items: rows.map(presentMember), invitations: invitations.map(presentInvitation) }
  }

  async update(member: CurrentMember, id: string, { role }: UpdateMember): Promise<Member> {
    const row = await this.change(member, id, role, (tx) =>
      tx.member.update({
        where: { orgId_id: { orgId: member.orgId, id } },
        data: { role },
        include: withUser,
      }),
    )
    await this.access.announce(member.orgId)
    return presentMember(row)
  }

  /**
   * Removes a member, who answers nothing any more; everybody may remove themselves. Their access ends first, whatever
   * becomes of the rest.
   */
  async remove(member: CurrentMember, id: string): Promise<void> {
    const { orgId } = member
    await this.change(member, id, null, (tx) => tx.member.delete({ where: { orgId_id: { orgId, id } } }))
    await this.access.announce(orgId)
    await this.free(orgId, id)
  }

  /** Never throws: what is still theirs when it fails is shown, found and counted as nobody's all the same. */
  private async free(orgId: string, id: string): Promise<void> {
    try {
      for (let found = maxAtOnce; found === maxAtOnce;) {
        found = await this.door.forOrg(orgId, (tx) => freeConversations(tx, orgId, id, maxAtOnce))
        if (found > 0) await this.hints.publish('events', [orgId])
      }
    } catch (error) {
      this.logger.warn(`could not tell screens that a member was removed: ${String(error)}`)
    }
  }

  private change<T>(
    { orgId, role, scope, memberId }: CurrentMember,
    id: string,
    to: Role | null,
    make: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.door.forOrg(orgId, async (tx) => {
      // Two owners who step down at the same moment must not both find the other still there.
      await tx.$queryRaw`SELECT 1 FROM org WHERE id = ${orgId}::uuid FOR NO KEY UPDATE`
      const target = await tx.member.findFirst({ where: { id, orgId } })
      if (!target) throw notFound()
      const otherOwners = await tx.member.count({ where: { orgId, role: 'owner', id: { not: id } } })
      checkMemberChange({
        actor: role,
        byKey: scope !== null,
        isSelf: id === memberId,
        from: roleOf(target),
        to,
        otherOwners,
      })
      const made = await make(tx)
      if (to === null || !may(to, 'admin')) await takeBack(tx, target)
      return made
    })
  }
}

/** One statement: of a member who leaves between two there would be no name. */
function findMembers(tx: Tx, orgId: string): Promise<Parameters<typeof presentMember>[0][]> {
  return tx.$queryRaw`
    SELECT member.org_id AS "orgId", member.id, member.user_id AS "userId", member.role, member.created_at AS "createdAt",
           json_build_object('name', "user".name, 'email', "user".email) AS user
    FROM member JOIN "user" ON "user".id = member.user_id
    WHERE member.org_id = ${orgId}::uuid ORDER BY member.created_at`
}

/** What an admin has made must not outlive them: keys that still work, and invitations of their own choice. */
async function takeBack(tx: Tx, { orgId, userId }: { orgId: string; userId: string }) {
  await tx.apiKey.deleteMany({ where: { orgId, createdBy: userId } })
  await tx.invitation.updateMany({
    where: { orgId, inviterId: userId, status: 'pending' },
    data: { status: 'canceled' },
  })
}
