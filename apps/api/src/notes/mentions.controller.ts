import { MentionList } from '@cloudpa/contracts/notes'
import { Controller, Get, HttpCode, Post } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { MentionsService } from './mentions.service.js'

@ApiTags('messaging')
@KeyScope('none')
@Controller('api/v1/messaging')
export class MentionsController {
  constructor(private readonly mentions: MentionsService) {}

  @Get('mentions')
  @ApiOperation({ summary: 'The 50 newest notes that mention you' })
  @ApiResponse({ status: 200, standardSchema: MentionList })
  list(@Member() member: CurrentMember) {
    return this.mentions.list(member)
  }

  @Post('conversations/:id/mentions/seen')
  @HttpCode(204)
  @ApiOperation({ summary: 'Marks your mentions in a conversation as seen' })
  see(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.mentions.see(member, id)
  }
}
