import { Ledger } from '@cloudpa/contracts/ledger'
import { Controller, Get } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { LedgerService } from './ledger.service.js'

@ApiTags('messaging')
@Controller('api/v1/messaging/messages')
export class LedgerController {
  constructor(private readonly ledgers: LedgerService) {}

  @Get(':id/ledger')
  @ApiOperation({ summary: 'What became of a message, step by step' })
  @ApiResponse({ status: 200, standardSchema: Ledger })
  get(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.ledgers.get(member, id)
  }
}
