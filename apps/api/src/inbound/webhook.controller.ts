import { Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { Public } from '../platform/public.decorator.js'
import { ShortWay, type Posted } from '../platform/short-way.js'
import { ReceiveService } from './receive.service.js'

/** An answer with text in it would be sent to the customer as a message. */
export const emptyTwiml = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
export const twimlType = 'text/xml; charset=utf-8'

const path = 'api/v1/messaging/webhook/whatsapp'

@Public()
@ApiTags('webhooks')
@Controller(path)
export class WebhookController {
  constructor(
    private readonly receiver: ReceiveService,
    shortWay: ShortWay,
  ) {
    shortWay.open(path, twimlType, (posted) => this.receive(posted))
  }

  @Post()
  @HttpCode(200)
  @Header('content-type', twimlType)
  @ApiOperation({
    summary: 'Twilio posts customers’ messages here (form-encoded, signed with X-Twilio-Signature)',
  })
  async receive(@Req() posted: Posted): Promise<string> {
    await this.receiver.receive(posted)
    return emptyTwiml
  }

  @Get()
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'Says OK, for a person who checks the address in a browser' })
  check(): string {
    return 'OK'
  }
}
