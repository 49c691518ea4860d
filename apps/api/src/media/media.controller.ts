import { Medium, UploadQuery } from '@cloudpa/contracts/media'
import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common'
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { Public } from '../platform/public.decorator.js'
import { giveMoreTime, longestMs } from '../platform/slow-requests.js'
import { endWhenIdle } from './downloads.js'
import { MediaService } from './media.service.js'
import type { Asked, Served } from './serve-file.js'
import { Uploads } from './uploads.service.js'

@ApiTags('media')
@Controller('api/v1/media')
export class MediaController {
  constructor(
    private readonly media: MediaService,
    private readonly uploads: Uploads,
  ) {}

  @Post()
  @KeyScope('send')
  @ApiOperation({
    summary:
      'Takes a file that is to be sent, for a day; with kind=voice a recording, which becomes a voice note',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary' } },
      additionalProperties: false,
    },
  })
  @ApiResponse({ status: 201, standardSchema: Medium })
  upload(
    @Member() member: CurrentMember,
    @Query({ schema: UploadQuery }) { kind }: UploadQuery,
    @Req() { raw }: FastifyRequest,
  ) {
    giveMoreTime(raw, longestMs)
    return this.uploads.receive(member, raw, kind)
  }

  @Get('link/:token/:name')
  @Public()
  @ApiOperation({ summary: 'A file at the address that Twilio is given, which holds for a day' })
  @ApiProduces('application/octet-stream')
  @ApiResponse({ status: 200, description: 'Its bytes, as what they are' })
  @ApiResponse({ status: 206, description: 'The part that was asked for' })
  async linked(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return answer(reply, await this.media.linked(token, askedBy(request)))
  }

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

  @Get(':id/m4a')
  @ApiOperation({ summary: 'A copy of sound that every browser plays, whole or in part (Range)' })
  @ApiProduces('audio/mp4')
  @ApiResponse({ status: 200, description: 'Its bytes' })
  @ApiResponse({ status: 206, description: 'The part that was asked for' })
  async m4a(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return answer(reply, await this.media.m4a(member, id, askedBy(request)))
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
  endWhenIdle(reply.raw)
  return reply.status(status).headers(headers).send(body)
}
