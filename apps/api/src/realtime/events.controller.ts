import { Controller, Get, Query, Req, Res } from '@nestjs/common'
import { ApiHeader, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { EventHeads } from '../events/event-heads.js'
import { LiveStreams } from './live-streams.js'

@ApiTags('messaging')
@Controller('api/v1/messaging/events')
export class EventsController {
  constructor(
    private readonly streams: LiveStreams,
    private readonly heads: EventHeads,
  ) {}

  @Get()
  @ApiOperation({
    summary:
      'What happens in this business, as it happens (server-sent events; each data line is a LiveEvent)',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that was heard',
  })
  @ApiQuery({
    name: 'after',
    required: false,
    description: 'The same, for a browser that opens a new stream and can set no header',
  })
  async open(
    @Member() member: CurrentMember,
    @Query('after') heard: unknown,
    @Req() { headers, method }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // Fastify answers HEAD with the GET route, and there is nothing to stream.
    if (method === 'HEAD') return void reply.send()
    const after =
      readEventId(headers['last-event-id']) ?? readEventId(heard) ?? (await this.heads.of(member.orgId))
    this.streams.admit(member)
    reply.hijack()
    this.streams.open({ member, authorization: headers.authorization }, reply.raw, after)
  }
}

function readEventId(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}
