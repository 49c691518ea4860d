import { TellPresence } from '@cloudpa/contracts/presence'
import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { TrustsRecent } from '../auth/recent-callers.js'
import { IdParam } from '../platform/id-param.js'
import { PresenceService } from './presence.service.js'

@ApiTags('messaging')
@Controller('api/v1/messaging/conversations')
export class PresenceController {
  constructor(private readonly presence: PresenceService) {}

  @Post(':id/presence')
  @HttpCode(204)
  @KeyScope('none')
  @TrustsRecent(true)
  @ApiOperation({
    summary:
      'Says that a member looks at a conversation, types in it or left; the others hear it as `presence`',
  })
  tell(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: TellPresence }) input: TellPresence,
  ): Promise<void> {
    return this.presence.tell(member, id, input)
  }
}
