import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common'
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { MediaService } from './media.service.js'
import type { Asked, Served } from './serve-file.js'

@ApiTags('media')
@Controller('api/v1/media')
export class MediaController {
  constructor(private readonly media: MediaService) {}

  @Get(':id')
  @ApiOperation({ summary: 'A file of a message, whole or in part (Range)' })
  @ApiProduces('application/octet-stream')
  @ApiResponse({ status: 200, description: 'Its bytes, as what they are' })
  @ApiResponse({ status: 206, description: 'The part that was asked for' })
  async file(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return answer(reply, await this.media.file(member, id, askedBy(request)))
  }

  @Get(':id/thumbnail')
  @ApiOperation({ summary: 'A small picture of a picture' })
  @ApiProduces('image/webp')
  @ApiResponse({ status: 200, description: 'At most 720 pixels wide and high' })
  async thumbnail(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return answer(reply, await this.media.thumbnail(member, id, askedBy(request)))
  }

  @Post(':id/retry')
  @HttpCode(204)
  @KeyScope('send')
  @ApiOperation({ summary: 'Fetches a file again that could not be had' })
  retry(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.media.retry(member, id)
  }
}

function askedBy({ method, headers }: FastifyRequest): Asked {
  const { range, 'if-range': ifRange, 'if-none-match': ifNoneMatch } = headers
  return { method, range, ifRange: typeof ifRange === 'string' ? ifRange : undefined, ifNoneMatch }
}

function answer(reply: FastifyReply, { status, headers, body }: Served): FastifyReply {
  return reply.status(status).headers(headers).send(body)
}
