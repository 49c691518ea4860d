import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { Public } from '../platform/public.decorator.js'
import { ShortWay, type Posted } from '../platform/short-way.js'
import { ReceiveStatusService } from './receive-status.service.js'
import { emptyTwiml, twimlType } from './webhook.controller.js'

const path = 'api/v1/messaging/webhook/whatsapp/status'

@Public()
@ApiTags('webhooks')
@Controller(path)
export class StatusController {
  constructor(
    private readonly statuses: ReceiveStatusService,
    shortWay: ShortWay,
  ) {
    shortWay.open(path, twimlType, (posted) => this.receive(posted))
  }

  @Post()
  @HttpCode(200)
  @Header('content-type', twimlType)
  @ApiOperation({ summary: 'Twilio posts what became of our messages here (form-encoded, signed)' })
  async receive(@Req() posted: Posted): Promise<string> {
    await this.statuses.receive(posted)
    return emptyTwiml
  }
}
