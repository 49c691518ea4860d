import { Injectable } from '@nestjs/common'
import { isAPIError } from 'better-auth/api'
import { AppError } from '../platform/app-error.js'
import { InjectAuth, type Auth } from './better-auth.js'
import type { CurrentMember } from './member.decorator.js'
import { MembershipsService } from './memberships.service.js'

/** Who a session cookie belongs to, and the org they work in. */
@Injectable()
export class SessionsService {
  constructor(
    @InjectAuth() private readonly auth: Auth,
    private readonly memberships: MembershipsService,
  ) {}

  /**
   * Reads a session cookie and asks the database for the membership, so that a removed member is out at once.
   * @returns no member when nobody is signed in; cookies to set when the session was prolonged or is over
   */
  async identify(
    cookie: string | undefined,
  ): Promise<{ member: CurrentMember | null; setCookies: string[] }> {
    if (!cookie) return { member: null, setCookies: [] }
    const { headers, response } = await this.read(cookie)
    const setCookies = headers.getSetCookie()
    if (!response) return { member: null, setCookies }
    const { session, user } = response
    const { id, orgId, role } = await this.memberships.resolve(user.id, session.activeOrgId ?? null)
    return {
      member: {
        orgId,
        role,
        userId: user.id,
        memberId: id,
        sessionId: session.id,
        keyId: null,
        keyMakerId: null,
        scope: null,
      },
      setCookies,
    }
  }

  private async read(cookie: string) {
    try {
      return await this.auth.api.getSession({ headers: new Headers({ cookie }), returnHeaders: true })
    } catch (error) {
      // Better-auth turns whatever the database did into its own error 500.
      if (!isAPIError(error) || error.statusCode < 500) throw error
      throw new AppError('session_unchecked', undefined, { cause: error })
    }
  }
}
