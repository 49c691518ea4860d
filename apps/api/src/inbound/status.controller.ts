import { Controller, Header, HttpCode, Post, Query, Req } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { Public } from '../platform/public.decorator.js'
import { ReceiveStatusService } from './receive-status.service.js'
import { emptyTwiml } from './webhook.controller.js'

@Public()
@ApiTags('webhooks')
@Controller('api/v1/messaging/webhook/whatsapp/status')
export class StatusController {
  constructor(private readonly statuses: ReceiveStatusService) {}

  @Post()
  @HttpCode(200)
  @Header('content-type', 'text/xml; charset=utf-8')
  @ApiOperation({ summary: 'Twilio posts what became of our messages here (form-encoded, signed)' })
  async receive(@Req() request: FastifyRequest, @Query() query: Record<string, unknown>): Promise<string> {
    await this.statuses.receive(request, query)
    return emptyTwiml
  }
}
