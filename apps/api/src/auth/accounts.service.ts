import type { Role } from '@cloudpa/contracts/orgs'
import type { SystemClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { randomBytes, randomUUID } from 'node:crypto'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectSystem } from '../platform/database.js'
import { InjectAuth, resetLinkLifetimeS, type Auth } from './better-auth.js'
import { passwordLogin } from './password-login.js'
import { resetLinkOf } from './reset-mail.js'

interface SeededOrg {
  slug: string
  name: string
  members: (Person & { role: Role })[]
}

/** Without a password, they keep the one they have, or choose one by a reset link. */
interface Person {
  email: string
  name: string
  password?: string | undefined
}

/** What the operator does with accounts from the command line. */
@Injectable()
export class AccountsService {
  constructor(
    @InjectSystem() private readonly system: SystemClient,
    @InjectAuth() private readonly auth: Auth,
    @InjectEnv() private readonly env: Env,
  ) {}

  /** Makes sure that an org with this slug and these members exists. Running it again changes nothing but what differs. */
  async ensureOrg({ slug, name, members }: SeededOrg) {
    const { id: orgId } = await this.system.org.upsert({
      where: { slug },
      create: { id: randomUUID(), slug, name, byOperator: true },
      update: { name, byOperator: true },
    })
    const ensured = []
    for (const { role, ...person } of members) {
      const userId = await this.ensureUser(person)
      const { id } = await this.system.member.upsert({
        where: { userId_orgId: { orgId, userId } },
        create: { id: randomUUID(), orgId, userId, role },
        update: { role },
      })
      ensured.push({ id, userId, email: person.email.toLowerCase(), role })
    }
    return { id: orgId, slug, name, members: ensured }
  }

  /**
   * Makes a link with which a user sets a new password; for the operator, where no mail is sent.
   * @throws not_found when nobody has this address
   */
  async makeResetLink(email: string): Promise<string> {
    const user = await this.system.user.findUnique({ where: { email: email.trim().toLowerCase() } })
    if (!user) throw new AppError('nobody_here', { email })
    const { internalAdapter } = await this.auth.$context
    const token = randomBytes(24).toString('base64url')
    await internalAdapter.createVerificationValue({
      identifier: `reset-password:${token}`,
      value: user.id,
      expiresAt: new Date(Date.now() + resetLinkLifetimeS * 1000),
    })
    return resetLinkOf(this.env.WEB_BASE_URL, token)
  }

  private async ensureUser(person: Person): Promise<string> {
    const email = person.email.toLowerCase()
    const { id } = await this.system.user.upsert({
      where: { email },
      create: { id: randomUUID(), email, name: person.name },
      update: { name: person.name },
    })
    if (person.password !== undefined) await this.ensurePassword(id, person.password)
    return id
  }

  private async ensurePassword(userId: string, chosen: string): Promise<void> {
    const { password } = await this.auth.$context
    const login = await this.system.login.findFirst({ where: { userId, providerId: 'credential' } })
    if (login?.password && (await password.verify({ hash: login.password, password: chosen }))) return
    const hash = await password.hash(chosen)
    if (login) await this.system.login.update({ where: { id: login.id }, data: { password: hash } })
    else await this.system.login.create({ data: { userId, ...passwordLogin(userId, hash) } })
  }
}
