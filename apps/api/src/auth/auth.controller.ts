import { Controller, Post, Req, Res } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { InjectAuth, type Auth } from './better-auth.js'
import { refuseForeignPages } from './member.guard.js'
import { Public } from '../platform/public.decorator.js'
import { sendWebResponse, toWebRequest } from './web-exchange.js'

/**
 * Better-auth's door. Only the routes named here lead to it: its many others (account links, session lists, …) would be
 * a second way to do what /api/v1 does, around its role checks.
 */
@ApiExcludeController()
@Public()
@Controller('api/auth')
export class AuthController {
  constructor(
    @InjectAuth() private readonly auth: Auth,
    @InjectEnv() private readonly env: Env,
  ) {}

  @Post(['sign-up/email', 'sign-in/email', 'sign-out', 'request-password-reset', 'reset-password'])
  async forward(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    refuseForeignPages(request, this.env)
    await sendWebResponse(await this.ask(request), reply)
  }

  private async ask(request: FastifyRequest): Promise<Response> {
    const response = await this.auth.handler(toWebRequest(request, this.env.WEB_BASE_URL))
    if (response.status !== 422 || !(await response.clone().text()).includes('FAILED_TO_CREATE_USER')) {
      return response
    }
    // Of several sign-ups for one address at once, all but one fail at the insert: asked again, it says why.
    return this.auth.handler(toWebRequest(request, this.env.WEB_BASE_URL))
  }
}
