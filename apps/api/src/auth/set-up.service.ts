import { randomUUID, timingSafeEqual } from 'node:crypto'
import type { SetUp } from '@cloudpa/contracts/orgs'
import type { SystemClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectSystem } from '../platform/database.js'
import { Installation } from '../platform/installation.js'
import { InjectAuth, type Auth } from './better-auth.js'
import { createOrgFor } from './memberships.service.js'
import { passwordLogin } from './password-login.js'
import { hashOf } from './secret-token.js'
import { isSetUp } from './set-up.js'
import { slugOf } from './slug.js'

/** How a new installation gets its first org and owner: by a link that only its operator is shown. */
@Injectable()
export class SetUpService {
  constructor(
    @InjectSystem() private readonly system: SystemClient,
    @InjectEnv() private readonly env: Env,
    @InjectAuth() private readonly auth: Auth,
    private readonly installation: Installation,
  ) {}

  /** The link, the same each time; null once there is somebody to ask for an invitation. */
  async link(): Promise<string | null> {
    return (await isSetUp(this.system)) ? null : `${this.env.WEB_BASE_URL}/set-up?token=${this.token}`
  }

  /**
   * Makes the first org and its owner, and signs them in.
   * @returns the cookies to set
   * @throws forbidden when the link is not ours, conflict when somebody has used it
   */
  async setUp({ token, orgName, ...person }: SetUp): Promise<string[]> {
    if (!timingSafeEqual(Buffer.from(hashOf(token)), Buffer.from(hashOf(this.token)))) {
      throw new AppError('set_up_link')
    }
    const { password } = await this.auth.$context
    await this.createOwner({ ...person, passwordHash: await password.hash(person.password), orgName })
    const { email } = person
    const { headers } = await this.auth.api.signInEmail({
      body: { email, password: person.password },
      headers: new Headers(),
      returnHeaders: true,
    })
    return headers.getSetCookie()
  }

  private get token(): string {
    return this.installation.deriveSecret('set-up')
  }

  private async createOwner(first: { name: string; email: string; passwordHash: string; orgName: string }) {
    const [id, email] = [randomUUID(), first.email.toLowerCase()]
    await this.system.$transaction(async (tx) => {
      // Two people with the link at once must not both find nobody there; reading goes on meanwhile.
      await tx.$executeRaw`LOCK TABLE "user", org IN SHARE ROW EXCLUSIVE MODE`
      if (await isSetUp(tx)) {
        throw new AppError('set_up_already')
      }
      const login = passwordLogin(id, first.passwordHash)
      await tx.user.create({ data: { id, email, name: first.name, logins: { create: login } } })
      await createOrgFor(tx, id, { name: first.orgName, slug: slugOf(first.orgName), byOperator: true })
    })
  }
}
