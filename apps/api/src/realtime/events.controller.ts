import { Controller, Get, Res } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import type { FastifyReply } from 'fastify'
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
  open(@Member() member: CurrentMember, @Res() reply: FastifyReply): void {
    reply.hijack()
    this.streams.open(member.orgId, reply.raw)
  }
}
