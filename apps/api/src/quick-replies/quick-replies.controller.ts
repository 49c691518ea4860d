import {
  CreateQuickReply,
  QuickReply,
  QuickReplyList,
  UpdateQuickReply,
} from '@cloudpa/contracts/quick-replies'
import { Body, Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { QuickRepliesService } from './quick-replies.service.js'

@ApiTags('quick-replies')
@Controller('api/v1/quick-replies')
export class QuickRepliesController {
  constructor(private readonly quickReplies: QuickRepliesService) {}

  @Get()
  @ApiOperation({ summary: 'The org’s quick replies and one’s own, by shortcut' })
  @ApiResponse({ status: 200, standardSchema: QuickReplyList })
  list(@Member() member: CurrentMember) {
    return this.quickReplies.list(member)
  }

  @Post()
  @ApiOperation({ summary: 'Keeps a text for oneself, or as an admin for everybody' })
  @ApiResponse({ status: 201, standardSchema: QuickReply })
  create(@Member() member: CurrentMember, @Body({ schema: CreateQuickReply }) input: CreateQuickReply) {
    return this.quickReplies.create(member, input)
  }

  @Patch(':id')
  @ApiResponse({ status: 200, standardSchema: QuickReply })
  update(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: UpdateQuickReply }) input: UpdateQuickReply,
  ) {
    return this.quickReplies.update(member, id, input)
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.quickReplies.remove(member, id)
  }
}
