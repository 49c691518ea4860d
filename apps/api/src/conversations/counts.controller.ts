import { CountsAnswer } from '@cloudpa/contracts/conversations'
import { Controller, Get } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { ConversationsService } from './conversations.service.js'

@ApiTags('messaging')
@Controller('api/v1/messaging/counts')
export class CountsController {
  constructor(private readonly conversations: ConversationsService) {}

  @Get()
  @ApiOperation({
    summary: 'How many conversations each filter finds, up to 1,000, and up to 200 have each label',
  })
  @ApiResponse({ status: 200, standardSchema: CountsAnswer })
  count(@Member() member: CurrentMember) {
    return this.conversations.count(member)
  }
}
