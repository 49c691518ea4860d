import type { IncomingHttpHeaders } from 'node:http'
import { Injectable } from '@nestjs/common'
import { AppError } from '../platform/app-error.js'
import { ApiKeysService } from './api-keys.service.js'
import type { CurrentMember } from './member.decorator.js'
import { SessionsService } from './sessions.service.js'

/** Who is calling: a program with an org's API key, or a browser with a session. */
@Injectable()
export class CallersService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly apiKeys: ApiKeysService,
  ) {}

  /**
   * @returns no member when nobody is signed in; cookies to set when the session was prolonged or is over
   * @throws unauthorized when there is an API key that is not valid
   */
  async identify({ authorization, cookie }: IncomingHttpHeaders) {
    if (authorization === undefined) return this.sessions.identify(cookie)
    return { member: await this.apiKeys.identify(authorization), setCookies: [] }
  }

  /** Whether the caller of a long-lived request still is who it was when the request began. */
  async isStill(member: CurrentMember, headers: IncomingHttpHeaders): Promise<boolean> {
    try {
      const now = await this.identify(headers)
      return now.member?.orgId === member.orgId && now.member.userId === member.userId
    } catch (error) {
      if (error instanceof AppError && error.code === 'unauthorized') return false
      throw error
    }
  }
}
