import { Message } from '@cloudpa/contracts/messages'
import { SendMessage } from '@cloudpa/contracts/send'
import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { SendService } from './send.service.js'

@ApiTags('messaging')
@Controller('api/v1/messaging/send')
export class SendController {
  constructor(private readonly sender: SendService) {}

  @Post()
  @KeyScope('send')
  @HttpCode(202)
  @ApiOperation({ summary: 'Sends to a customer whose 24-hour window is open, or a template to anybody' })
  @ApiResponse({ status: 202, standardSchema: Message })
  send(@Member() member: CurrentMember, @Body({ schema: SendMessage }) input: SendMessage) {
    return this.sender.sendTo(member, input)
  }
}
