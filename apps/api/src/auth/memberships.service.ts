import { Role, type Role as RoleName } from '@cloudpa/contracts/orgs'
import type { SystemClient, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { randomUUID } from 'node:crypto'
import { AppError } from '../platform/app-error.js'
import { InjectSystem } from '../platform/database.js'
import { isDuplicate } from '../platform/is-duplicate.js'
import { AccessChanges } from './access-changes.js'
import { hashOf } from './secret-token.js'
import { distinctSlugOf, slugOf } from './slug.js'

/** How many orgs one person may own: more than anybody works for, too few to fill a server with. */
const mostOwned = 20

interface Membership {
  id: string
  orgId: string
  role: RoleName
}

/** Whatever role a row may name that this version doesn't know may do the least. */
export function roleOf(row: { role: string | null }): RoleName {
  return Role.safeParse(row.role).data ?? 'member'
}

/** The preferred org if it is among them, else the first. */
function choose<T extends { orgId: string }>(rows: T[], preferredOrgId: string | null): T | undefined {
  return rows.find(({ orgId }) => orgId === preferredOrgId) ?? rows[0]
}

/** Which orgs a user belongs to, and how they get into one. */
@Injectable()
export class MembershipsService {
  constructor(
    @InjectSystem() private readonly system: SystemClient,
    private readonly access: AccessChanges,
  ) {}

  /** The user's membership to work in: of the preferred org if there is one, else the oldest. Nobody is left without. */
  async resolve(userId: string, preferredOrgId: string | null): Promise<Membership> {
    const rows = await this.system.member.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } })
    const row = choose(rows, preferredOrgId)
    return row ? { id: row.id, orgId: row.orgId, role: roleOf(row) } : this.startFirstOrg(userId)
  }

  /** The user, by id. */
  async userOf(userId: string) {
    return this.system.user.findUniqueOrThrow({ where: { id: userId } })
  }

  /** The user with every org that they belong to, the oldest first. */
  async userWithOrgs(userId: string) {
    const members = { include: { org: true }, orderBy: { createdAt: 'asc' } } as const
    return this.system.user.findUniqueOrThrow({ where: { id: userId }, include: { members } })
  }

  /** The org that each session works in, by session id; a session that is over has none. */
  async orgsOfSessions(sessionIds: string[]): Promise<Map<string, string>> {
    if (sessionIds.length === 0) return new Map()
    const members = { select: { orgId: true }, orderBy: { createdAt: 'asc' } } as const
    const rows = await this.system.session.findMany({
      where: { id: { in: sessionIds }, expiresAt: { gt: new Date() } },
      select: { id: true, activeOrgId: true, user: { select: { members } } },
    })
    const orgs = new Map<string, string>()
    for (const { id, activeOrgId, user } of rows) {
      const org = choose(user.members, activeOrgId)
      if (org) orgs.set(id, org.orgId)
    }
    return orgs
  }

  /** The org a new session starts in: the invitation's, the one last worked in, the oldest, or a new one. */
  async startingOrgId(userId: string, invitation: string | undefined): Promise<string> {
    const { email, lastOrgId } = await this.userOf(userId)
    const invitedTo = invitation && (await this.join(invitation, { id: userId, email }))
    return invitedTo || (await this.resolve(userId, lastOrgId)).orgId
  }

  /**
   * Makes an org with the user as its owner.
   * @throws {AppError} conflict when they own as many as one person may
   */
  startOrg(userId: string, name: string): Promise<Membership> {
    return withFreeSlug(name, (slug) =>
      this.system.$transaction(async (tx) => {
        await lockUser(tx, userId)
        const owned = await tx.member.count({ where: { userId, role: 'owner' } })
        if (owned >= mostOwned) throw new AppError('too_many_orgs', { maximum: mostOwned })
        return createOrgFor(tx, userId, { name, slug })
      }),
    )
  }

  /** The invitation that a link is for, with what it says to whoever holds the link. */
  async findInvitation(token: string) {
    const include = { org: true, inviter: true }
    return this.system.invitation.findFirst({ where: { tokenHash: hashOf(token) }, include })
  }

  /** Whether an invitation that can still be used is for this address. */
  async isInvited(token: string, email: string): Promise<boolean> {
    return (await this.system.invitation.count({ where: openInvitation(token, email) })) === 1
  }

  /**
   * Uses up an invitation: its addressee becomes a member of the org.
   * @param token of the invitation's link
   * @returns the org's id; null when the invitation is not theirs, expired, withdrawn or used
   */
  async join(token: string, user: { id: string; email: string }): Promise<string | null> {
    return this.system.$transaction(async (tx) => {
      const [invitation] = await tx.invitation.updateManyAndReturn({
        where: openInvitation(token, user.email),
        data: { status: 'accepted' },
      })
      if (!invitation) return null
      const { orgId } = invitation
      await tx.member.createMany({
        data: [{ id: randomUUID(), orgId, userId: user.id, role: roleOf(invitation) }],
        skipDuplicates: true,
      })
      return orgId
    })
  }

  /** Makes the org the one this session, and the user's next one, works in; screens of the one before hear no more. */
  async activate(session: { userId: string; sessionId: string }, orgId: string): Promise<void> {
    await this.system.$transaction([
      this.system.session.update({ where: { id: session.sessionId }, data: { activeOrgId: orgId } }),
      this.system.user.update({ where: { id: session.userId }, data: { lastOrgId: orgId } }),
    ])
    await this.access.announceUser(session.userId)
  }

  private async startFirstOrg(userId: string): Promise<Membership> {
    const user = await this.system.user.findUnique({ where: { id: userId } })
    if (!user) throw new AppError('account_gone')
    return withFreeSlug(user.name, (slug) =>
      this.system.$transaction(async (tx) => {
        // Several requests of one screen may arrive at once; the lock makes it one org.
        await lockUser(tx, userId)
        const row = await tx.member.findFirst({ where: { userId } })
        if (row) return { id: row.id, orgId: row.orgId, role: roleOf(row) }
        return createOrgFor(tx, userId, { name: user.name, slug })
      }),
    )
  }
}

function openInvitation(token: string, email: string) {
  return { tokenHash: hashOf(token), email, status: 'pending', expiresAt: { gt: new Date() } }
}

/** Holds back what else would make an org for this user, to the end of the transaction. */
async function lockUser(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "user" WHERE id = ${userId}::uuid FOR UPDATE`
}

/** Makes an org with this user as its owner. */
export async function createOrgFor(
  db: Tx,
  userId: string,
  org: { name: string; slug: string; byOperator?: boolean },
): Promise<Membership> {
  const member = { id: randomUUID(), userId, role: 'owner' } as const
  const orgId = randomUUID()
  await db.org.create({ data: { id: orgId, ...org, members: { create: member } } })
  return { id: member.id, orgId, role: member.role }
}

/** Tries the plain slug first; two Anns may sign up at the same moment, so only the insert can tell that it is taken. */
async function withFreeSlug<T>(name: string, create: (slug: string) => Promise<T>): Promise<T> {
  try {
    return await create(slugOf(name))
  } catch (error) {
    if (!isDuplicate(error)) throw error
    return create(distinctSlugOf(name))
  }
}
