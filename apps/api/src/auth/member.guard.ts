import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { ApiKeysService } from './api-keys.service.js'
import { may } from './may.js'
import { rememberMember, type CurrentMember } from './member.decorator.js'
import { Public } from './public.decorator.js'
import { Roles } from './roles.decorator.js'
import { SessionsService } from './sessions.service.js'
import { isFromOurPages } from './trusted-origin.js'

const refusals = {
  admin: 'Only an admin can do this; ask an admin or the owner of this inbox.',
  owner: 'Only the owner can do this.',
}

/** Stands before every route: who is asking, for which org, and may they? Only `@Public()` routes are open. */
@Injectable()
export class MemberGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    private readonly apiKeys: ApiKeysService,
    @InjectEnv() private readonly env: Env,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()]
    if (this.reflector.getAllAndOverride(Public, targets)) return true
    const http = context.switchToHttp()
    const request = http.getRequest<FastifyRequest>()
    const member = await this.identify(request, http.getResponse<FastifyReply>())
    const needed = this.reflector.getAllAndOverride(Roles, targets)
    if (needed && !may(member.role, needed)) throw new AppError('forbidden', refusals[needed])
    rememberMember(request, member)
    return true
  }

  private async identify(request: FastifyRequest, reply: FastifyReply): Promise<CurrentMember> {
    const { authorization, cookie } = request.headers
    if (authorization !== undefined) return this.apiKeys.identify(authorization)
    // A browser attaches the cookie by itself, so whose page made it do that has to be asked.
    if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeignPages(request, this.env)
    const { member, setCookies } = await this.sessions.identify(cookie)
    if (setCookies.length > 0) reply.header('set-cookie', setCookies)
    if (!member) throw new AppError('unauthorized', 'Sign in, or send an API key as a bearer token.')
    return member
  }
}

/** @throws forbidden when a page of another site made the browser send this */
export function refuseForeignPages(request: FastifyRequest, env: Env): void {
  if (isFromOurPages(request.headers, env.WEB_BASE_URL)) return
  throw new AppError('forbidden', 'This request comes from another site.')
}
