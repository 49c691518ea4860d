import type { Invitation, InvitationPreview, InviteMember, Me } from '@cloudpa/contracts/orgs'
import type { Door, Invitation as InvitationRow, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { randomUUID } from 'node:crypto'
import { holdAdmin } from '../auth/hold-admin.js'
import type { CurrentMember } from '../auth/member.decorator.js'
import { MembershipsService, roleOf } from '../auth/memberships.service.js'
import { hashOf, makeToken } from '../auth/secret-token.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { InvitationMail } from './invitation-mail.js'
import { checkInvitation } from './member-rules.js'
import { OrgsService } from './orgs.service.js'
import { presentInvitation } from './present-org.js'
import { signedIn } from '../auth/signed-in.js'

const lifetimeMs = 7 * 24 * 3600 * 1000

/** How somebody new gets into an org: by a link that only they can use, once. */
@Injectable()
export class InvitationsService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly memberships: MembershipsService,
    private readonly orgs: OrgsService,
    private readonly mail: InvitationMail,
  ) {}

  /**
   * Invites an address; an earlier invitation to it stops working.
   * @throws {AppError} rate_limited when too many were mailed lately
   */
  async create(member: CurrentMember, input: InviteMember): Promise<Invitation> {
    const { orgId } = member
    checkInvitation({ byKey: member.scope !== null, role: input.role })
    const email = input.email.toLowerCase()
    const token = makeToken()
    const row = await this.door.forOrg(orgId, async (tx) => {
      if (await tx.member.findFirst({ where: { orgId, user: { email } } })) {
        throw new AppError('member_already', { email })
      }
      this.mail.keepPace(orgId, email)
      return replace(tx, member, { email, role: input.role, tokenHash: hashOf(token) })
    })
    return {
      ...presentInvitation(row),
      link: this.mail.linkOf(token),
      mailed: await this.mail.send(row, token),
    }
  }

  async withdraw({ orgId }: CurrentMember, id: string): Promise<void> {
    const cancel = { where: { orgId, id, status: 'pending' }, data: { status: 'canceled' } }
    const { count } = await this.door.forOrg(orgId, (tx) => tx.invitation.updateMany(cancel))
    if (count === 0) throw notFound()
  }

  /** What an invitation says to whoever holds its link. */
  async preview(token: string): Promise<InvitationPreview> {
    const row = await this.memberships.findInvitation(token)
    if (!row || !isOpen(row)) throw notFound()
    return { orgName: row.org.name, inviterName: row.inviter.name, email: row.email, role: roleOf(row) }
  }

  /** Joins the org and works there. Accepting again, as a retried request does, only goes there. */
  async accept(member: CurrentMember, token: string): Promise<Me> {
    const session = signedIn(member)
    const [user, invitation] = await Promise.all([
      this.memberships.userOf(session.userId),
      this.memberships.findInvitation(token),
    ])
    const isTheirs = invitation?.email === user.email
    // Somebody else's answers like one that does not exist.
    const orgId =
      isTheirs && (isOpen(invitation) ? await this.memberships.join(token, user) : invitation.orgId)
    if (!orgId) throw notFound()
    return this.orgs.switchTo(member, { orgId })
  }
}

const isOpen = ({ status, expiresAt }: Pick<InvitationRow, 'status' | 'expiresAt'>) =>
  status === 'pending' && expiresAt > new Date()

type Invited = Pick<InvitationRow, 'email' | 'role' | 'tokenHash'>

async function replace(tx: Tx, { orgId, userId, keyMakerId }: CurrentMember, invited: Invited) {
  // What a key made goes with who made the key.
  const makerId = userId ?? keyMakerId
  if (makerId) await holdAdmin(tx, orgId, makerId)
  const pending = { orgId, email: invited.email, status: 'pending' }
  await tx.invitation.updateMany({ where: pending, data: { status: 'canceled' } })
  const inviterId = makerId ?? (await speakerOf(tx, orgId))
  const expiresAt = new Date(Date.now() + lifetimeMs)
  return tx.invitation.create({
    data: { id: randomUUID(), orgId, ...invited, status: 'pending', inviterId, expiresAt },
    include: { org: true, inviter: { select: { name: true } } },
  })
}

/** Who the seed's API key invites in the name of: the member who has been there longest, owners first. */
async function speakerOf(tx: Tx, orgId: string): Promise<string> {
  const rows = await tx.member.findMany({ where: { orgId }, orderBy: { createdAt: 'asc' } })
  const speaker = rows.find((row) => roleOf(row) === 'owner') ?? rows[0]
  if (!speaker) throw new AppError('no_members')
  return speaker.userId
}
