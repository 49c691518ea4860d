import { Conversation } from '@cloudpa/contracts/conversations'
import {
  ActedOn,
  Assign,
  Bulk,
  BulkAnswer,
  ChangeLabels,
  Snooze,
  Star,
  UndoBulk,
} from '@cloudpa/contracts/triage'
import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { TriageService } from './triage.service.js'

@ApiTags('messaging')
@KeyScope('send')
@Controller('api/v1/messaging/conversations')
export class TriageController {
  constructor(private readonly triage: TriageService) {}

  @Post(':id/done')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes a conversation out of the inbox, until the customer writes again' })
  @ApiResponse({ status: 200, standardSchema: Conversation })
  done(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.triage.actOn(member, id, { kind: 'done' })
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @ApiOperation({ summary: 'Brings a done or snoozed conversation back into the inbox' })
  @ApiResponse({ status: 200, standardSchema: Conversation })
  reopen(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.triage.actOn(member, id, { kind: 'reopen' })
  }

  @Post(':id/snooze')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes a conversation out of the inbox until a time, or the customer’s next message',
  })
  @ApiResponse({ status: 200, standardSchema: Conversation })
  snooze(@Member() member: CurrentMember, @IdParam() id: string, @Body({ schema: Snooze }) input: Snooze) {
    return this.triage.actOn(member, id, { kind: 'snooze', ...input })
  }

  @Post(':id/star')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stars a conversation, or takes its star away' })
  @ApiResponse({ status: 200, standardSchema: Conversation })
  star(@Member() member: CurrentMember, @IdParam() id: string, @Body({ schema: Star }) input: Star) {
    return this.triage.actOn(member, id, { kind: 'star', ...input })
  }

  @Post(':id/labels')
  @HttpCode(200)
  @ApiOperation({ summary: 'Puts labels on a conversation, and takes others off' })
  @ApiResponse({ status: 200, standardSchema: Conversation })
  labels(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: ChangeLabels }) input: ChangeLabels,
  ) {
    return this.triage.actOn(member, id, { kind: 'labels', ...input })
  }

  @Post(':id/assign')
  @HttpCode(200)
  @ApiOperation({ summary: 'Says which member is to answer, or with null that nobody in particular is' })
  @ApiResponse({ status: 200, standardSchema: Conversation })
  assign(@Member() member: CurrentMember, @IdParam() id: string, @Body({ schema: Assign }) input: Assign) {
    return this.triage.actOn(member, id, { kind: 'assign', ...input })
  }

  @Post(':id/unread')
  @HttpCode(200)
  @ApiOperation({ summary: 'Marks the customer’s last message unread' })
  @ApiResponse({ status: 200, standardSchema: Conversation })
  unread(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.triage.actOn(member, id, { kind: 'unread' })
  }

  @Post('bulk')
  @HttpCode(200)
  @ApiOperation({ summary: 'Acts on up to 200 conversations, on all or none; `undo` takes it back' })
  @ApiResponse({ status: 200, standardSchema: BulkAnswer })
  bulk(@Member() member: CurrentMember, @Body({ schema: Bulk }) input: Bulk) {
    return this.triage.bulk(member, input)
  }

  @Post('bulk/undo')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes back what a bulk changed, where nobody has acted since' })
  @ApiResponse({ status: 200, standardSchema: ActedOn })
  undo(@Member() member: CurrentMember, @Body({ schema: UndoBulk }) input: UndoBulk) {
    return this.triage.undo(member, input)
  }
}
