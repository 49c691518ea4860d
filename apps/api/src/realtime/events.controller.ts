import { Controller, Get, Req, Res } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { LiveStreams } from './live-streams.js'

@ApiTags('messaging')
@Controller('api/v1/messaging/events')
export class EventsController {
  constructor(private readonly streams: LiveStreams) {}

  @Get()
  @ApiOperation({
    summary: 'What happens in this org, as it happens (server-sent events; each data line is a LiveEvent)',
  })
  open(
    @Member() member: CurrentMember,
    @Req() { headers, method }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    // Fastify answers HEAD with the GET route, and there is nothing to stream.
    if (method === 'HEAD') return void reply.send()
    reply.hijack()
    this.streams.open({ member, authorization: headers.authorization }, reply.raw)
  }
}
