import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { CallersService } from './callers.service.js'
import { refuseScope, scopeNeeded, scopeOfRoute } from './key-scope.js'
import { may } from './may.js'
import { rememberMember } from './member.decorator.js'
import { RecentCallers, TrustsRecent } from './recent-callers.js'
import { Public } from '../platform/public.decorator.js'
import { Roles } from './roles.decorator.js'
import { isFromOurPages } from './trusted-origin.js'

const refusals = { admin: 'admins_only', owner: 'owners_only' } as const

/** Stands before every route: who is asking, for which org, and may they? Only `@Public()` routes are open. */
@Injectable()
export class MemberGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: CallersService,
    private readonly recent: RecentCallers,
    @InjectEnv() private readonly env: Env,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()]
    if (this.reflector.getAllAndOverride(Public, targets)) return true
    const http = context.switchToHttp()
    const request = http.getRequest<FastifyRequest>()
    // A browser attaches the cookie by itself, so whose page made it do that has to be asked.
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (request.headers.authorization === undefined && !isRead) refuseForeignPages(request, this.env)
    const callers = this.reflector.getAllAndOverride(TrustsRecent, targets) ? this.recent : this.callers
    const { member, setCookies } = await callers.identify(request.headers)
    if (setCookies.length > 0) http.getResponse<FastifyReply>().header('set-cookie', setCookies)
    if (!member) throw new AppError('sign_in')
    // A page stays open while another tab takes the session to another org.
    const orgOfPage = request.headers['x-org-id']
    if (orgOfPage !== undefined && orgOfPage !== member.orgId) throw new AppError('org_switched')
    if (member.scope) {
      const ofRoute = this.reflector.getAllAndOverride(scopeOfRoute, targets)
      const refusal = refuseScope(member.scope, scopeNeeded(request.method, ofRoute))
      if (refusal) throw refusal
    }
    const needed = this.reflector.getAllAndOverride(Roles, targets)
    if (needed && !may(member.role, needed)) throw new AppError(refusals[needed])
    rememberMember(request, member)
    return true
  }
}

/** @throws forbidden when a page of another site made the browser send this */
export function refuseForeignPages(request: FastifyRequest, env: Env): void {
  if (isFromOurPages(request.headers, env.WEB_BASE_URL)) return
  throw new AppError('foreign_page')
}
