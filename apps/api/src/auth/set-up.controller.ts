import { SetUp } from '@cloudpa/contracts/orgs'
import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { Public } from '../platform/public.decorator.js'
import { refuseForeignPages } from './member.guard.js'
import { SetUpService } from './set-up.service.js'

@Public()
@ApiTags('org')
@Controller('api/v1/set-up')
export class SetUpController {
  constructor(
    private readonly setUps: SetUpService,
    @InjectEnv() private readonly env: Env,
  ) {}

  @Post()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Makes the first business of a new installation and its owner, who is signed in',
  })
  async setUp(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: SetUp }) input: SetUp,
  ): Promise<void> {
    refuseForeignPages(request, this.env)
    reply.header('set-cookie', await this.setUps.setUp(input))
  }
}
