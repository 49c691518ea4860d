import { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { Controller, HttpCode, Post } from '@nestjs/common'
import { ApiResponse, ApiTags } from '@nestjs/swagger'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { Roles } from '../auth/roles.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { ReconcileService } from './reconcile.service.js'

@ApiTags('chat-accounts')
@Controller('api/v1/chat-accounts/:id/reconcile')
export class ReconcileController {
  constructor(private readonly service: ReconcileService) {}

  @Post()
  @Roles('admin')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: ChatAccount })
  reconcile(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.service.reconcile(member, id)
  }
}
