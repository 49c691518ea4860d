import type { Invitation, InvitationPreview, InviteMember, Me } from '@cloudpa/contracts/orgs'
import type { PrismaClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { randomUUID } from 'node:crypto'
import { holdAdmin } from '../auth/hold-admin.js'
import type { CurrentMember } from '../auth/member.decorator.js'
import { MembershipsService, roleOf } from '../auth/memberships.service.js'
import { hashOf, makeToken } from '../auth/secret-token.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectPrisma } from '../platform/database.js'
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
    @InjectPrisma() private readonly prisma: PrismaClient,
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
    if (await this.prisma.member.findFirst({ where: { orgId, user: { email } } })) {
      throw new AppError('conflict', `${email} is a member already.`)
    }
    this.mail.keepPace(orgId, email)
    const token = makeToken()
    const row = await this.replace(member, { email, role: input.role, tokenHash: hashOf(token) })
    return {
      ...presentInvitation(row),
      link: this.mail.linkOf(token),
      mailed: await this.mail.send(row, token),
    }
  }

  private async replace(member: CurrentMember, invited: { email: string; role: string; tokenHash: string }) {
    const { orgId } = member
    // What a key made goes with who made the key.
    const makerId = member.userId ?? member.keyMakerId
    const inviterId = makerId ?? (await this.speakerOf(orgId))
    return this.prisma.$transaction(async (tx) => {
      if (makerId) await holdAdmin(tx, orgId, makerId)
      const pending = { orgId, email: invited.email, status: 'pending' }
      await tx.invitation.updateMany({ where: pending, data: { status: 'canceled' } })
      const expiresAt = new Date(Date.now() + lifetimeMs)
      return tx.invitation.create({
        data: { id: randomUUID(), orgId, ...invited, status: 'pending', inviterId, expiresAt },
        include: { org: true, inviter: true },
      })
    })
  }

  async withdraw({ orgId }: CurrentMember, id: string): Promise<void> {
    const { count } = await this.prisma.invitation.updateMany({
      where: { orgId, id, status: 'pending' },
      data: { status: 'canceled' },
    })
    if (count === 0) throw notFound()
  }

  /** What an invitation says to whoever holds its link. */
  async preview(token: string): Promise<InvitationPreview> {
    const row = await this.prisma.invitation.findFirst({
      where: { tokenHash: hashOf(token), status: 'pending', expiresAt: { gt: new Date() } },
      include: { org: true, inviter: true },
    })
    if (!row) throw notFound()
    return { orgName: row.org.name, inviterName: row.inviter.name, email: row.email, role: roleOf(row) }
  }

  /** Joins the org and works there. Accepting again, as a retried request does, only goes there. */
  async accept(member: CurrentMember, token: string): Promise<Me> {
    const session = signedIn(member)
    const [user, invitation] = await Promise.all([
      this.prisma.user.findUniqueOrThrow({ where: { id: session.userId } }),
      this.prisma.invitation.findFirst({ where: { tokenHash: hashOf(token) } }),
    ])
    const isOpen = invitation?.status === 'pending' && invitation.expiresAt > new Date()
    const isTheirs = invitation?.email === user.email
    // Somebody else's answers like one that does not exist.
    const orgId = isTheirs && (isOpen ? await this.memberships.join(token, user) : invitation.orgId)
    if (!orgId) throw notFound()
    return this.orgs.switchTo(member, { orgId })
  }

  /** Who the seed's API key invites in the name of: the member who has been there longest, owners first. */
  private async speakerOf(orgId: string): Promise<string> {
    const rows = await this.prisma.member.findMany({ where: { orgId }, orderBy: { createdAt: 'asc' } })
    const speaker = rows.find((row) => roleOf(row) === 'owner') ?? rows[0]
    if (!speaker) throw new AppError('conflict', 'This org has no members yet who could invite somebody.')
    return speaker.userId
  }
}
