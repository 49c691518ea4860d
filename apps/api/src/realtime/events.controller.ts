import { Controller, Get, Query, Req, Res } from '@nestjs/common'
import { ApiHeader, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { AppError } from '../platform/app-error.js'
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
  @ApiQuery({
    name: 'org',
    required: false,
    description:
      'The business that is meant, as ids count in each alone; refused where the session works in another',
  })
  async open(
    @Member() member: CurrentMember,
    @Query('after') heard: unknown,
    @Query('org') orgOfPage: unknown,
    @Req() { headers, method }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // Fastify answers HEAD with the GET route, and there is nothing to stream.
    if (method === 'HEAD') return void reply.send()
    // A browser comes back by itself, though another tab took the session to another org meanwhile.
    if (orgOfPage !== undefined && orgOfPage !== member.orgId) throw new AppError('org_switched')
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
