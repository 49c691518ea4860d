import { Message, SendMessage } from '@cloudpa/contracts/messages'
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
  @ApiOperation({ summary: 'Sends a text to a customer whose 24-hour window is open' })
  @ApiResponse({ status: 202, standardSchema: Message })
  send(@Member() member: CurrentMember, @Body({ schema: SendMessage }) input: SendMessage) {
    return this.sender.sendTo(member, input)
  }
}
