import type { IncomingHttpHeaders } from 'node:http'
import { Injectable } from '@nestjs/common'
import { ApiKeyBearers } from './api-key-bearers.js'
import type { CurrentMember } from './member.decorator.js'
import { MembershipsService } from './memberships.service.js'
import { SessionsService } from './sessions.service.js'

/** Who made a request that stays open. */
export interface Caller {
  member: CurrentMember
  /** The header that an API key came in. */
  authorization: string | undefined
}

/** Who is calling: a program with an org's API key, or a browser with a session. */
@Injectable()
export class CallersService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly bearers: ApiKeyBearers,
    private readonly memberships: MembershipsService,
  ) {}

  /**
   * @returns no member when nobody is signed in; cookies to set when the session was prolonged or is over
   * @throws unauthorized when there is an API key that is not valid
   */
  async identify({ authorization, cookie }: IncomingHttpHeaders) {
    if (authorization === undefined) return this.sessions.identify(cookie)
    return { member: await this.bearers.identify(authorization), setCookies: [] }
  }

  /** Which of these callers still are who they were when their request began: one look for all of them. */
  async whoRemains(callers: Caller[]): Promise<Set<Caller>> {
    const sessionIds = callers.flatMap(({ member }) => member.sessionId ?? [])
    const keys = callers.flatMap(({ authorization }) => authorization ?? [])
    const [orgsBySession, orgsByKey] = await Promise.all([
      this.memberships.orgsOfSessions([...new Set(sessionIds)]),
      this.bearers.orgsOf([...new Set(keys)]),
    ])
    const orgNow = ({ member, authorization }: Caller) =>
      member.sessionId ? orgsBySession.get(member.sessionId) : orgsByKey.get(authorization ?? '')
    return new Set(callers.filter((caller) => orgNow(caller) === caller.member.orgId))
  }
}
