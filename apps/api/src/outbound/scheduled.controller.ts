import { Message } from '@cloudpa/contracts/messages'
import {
  ScheduledList,
  ScheduledMessage,
  ScheduledQuery,
  ScheduleMessage,
} from '@cloudpa/contracts/scheduled'
import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { ScheduledService } from './scheduled.service.js'

@ApiTags('messaging')
@Controller('api/v1/messaging/scheduled')
export class ScheduledController {
  constructor(private readonly scheduled: ScheduledService) {}

  @Get()
  @ApiOperation({ summary: 'What waits to be sent, the soonest first, of the business or of a conversation' })
  @ApiResponse({ status: 200, standardSchema: ScheduledList })
  list(@Member() member: CurrentMember, @Query({ schema: ScheduledQuery }) query: ScheduledQuery) {
    return this.scheduled.list(member, query)
  }

  @Post()
  @KeyScope('send')
  @ApiOperation({
    summary:
      'Sends a message at a time, or when the customer next writes; the same clientId never sends twice',
  })
  @ApiResponse({ status: 201, standardSchema: ScheduledMessage })
  schedule(@Member() member: CurrentMember, @Body({ schema: ScheduleMessage }) input: ScheduleMessage) {
    return this.scheduled.schedule(member, input)
  }

  @Post(':id/send')
  @KeyScope('send')
  @HttpCode(202)
  @ApiOperation({ summary: 'Sends now what waits to be sent' })
  @ApiResponse({ status: 202, standardSchema: Message })
  sendNow(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.scheduled.sendNow(member, id)
  }

  @Delete(':id')
  @KeyScope('send')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancels what waits to be sent, and answers with what it was' })
  @ApiResponse({ status: 200, standardSchema: ScheduledMessage })
  cancel(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.scheduled.cancel(member, id)
  }
}
