import {
  Conversation,
  ConversationDetail,
  ConversationPage,
  ConversationQuery,
  MarkRead,
  MessagePageQuery,
  OpenQuery,
} from '@cloudpa/contracts/conversations'
import { Message, MessagePage } from '@cloudpa/contracts/messages'
import { SendReply } from '@cloudpa/contracts/send'
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { SendService } from '../outbound/send.service.js'
import { IdParam } from '../platform/id-param.js'
import { ConversationsService } from './conversations.service.js'

@ApiTags('messaging')
@Controller('api/v1/messaging/conversations')
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly sender: SendService,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The business’s conversations, newest first; of those that are closing or snoozed, the soonest',
  })
  @ApiResponse({ status: 200, standardSchema: ConversationPage })
  list(@Member() member: CurrentMember, @Query({ schema: ConversationQuery }) query: ConversationQuery) {
    return this.conversations.list(member, query)
  }

  @Get(':id')
  @ApiOperation({
    summary: 'A conversation with its latest messages, or with those around one or the first unread',
  })
  @ApiResponse({ status: 200, standardSchema: ConversationDetail })
  get(@Member() member: CurrentMember, @IdParam() id: string, @Query({ schema: OpenQuery }) open: OpenQuery) {
    return this.conversations.get(member, id, open)
  }

  @Get(':id/messages')
  @ApiOperation({
    summary:
      'A page of messages and notes in reading order; nextCursor leads to older ones, newerCursor to newer',
  })
  @ApiResponse({ status: 200, standardSchema: MessagePage })
  messages(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Query({ schema: MessagePageQuery }) page: MessagePageQuery,
  ) {
    return this.conversations.messages(member, id, page)
  }

  @Post(':id/read')
  @KeyScope('send')
  @HttpCode(200)
  @ApiOperation({ summary: 'Marks a conversation read, up to a position or altogether' })
  @ApiResponse({ status: 200, standardSchema: Conversation })
  read(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: MarkRead.optional() }) input?: MarkRead,
  ) {
    return this.conversations.markRead(member, id, input ?? {})
  }

  @Post(':id/send')
  @KeyScope('send')
  @HttpCode(202)
  @ApiOperation({ summary: 'Replies with a text; the same clientId never sends twice' })
  @ApiResponse({ status: 202, standardSchema: Message })
  send(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: SendReply }) input: SendReply,
  ) {
    return this.sender.reply(member, id, input)
  }
}
