import { Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { Public } from '../platform/public.decorator.js'
import { ReceiveService } from './receive.service.js'

/** An answer with text in it would be sent to the customer as a message. */
export const emptyTwiml = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

@Public()
@ApiTags('webhooks')
@Controller('api/v1/messaging/webhook/whatsapp')
export class WebhookController {
  constructor(private readonly receiver: ReceiveService) {}

  @Post()
  @HttpCode(200)
  @Header('content-type', 'text/xml; charset=utf-8')
  @ApiOperation({
    summary: 'Twilio posts customers’ messages here (form-encoded, signed with X-Twilio-Signature)',
  })
  async receive(@Req() request: FastifyRequest): Promise<string> {
    await this.receiver.receive(request)
    return emptyTwiml
  }

  @Get()
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'Says OK, for a person who checks the address in a browser' })
  check(): string {
    return 'OK'
  }
}
