import {
  ChatAccount,
  ChatAccountList,
  CreateChatAccount,
  UpdateChatAccount,
  ValidationResult,
} from '@cloudpa/contracts/chat-accounts'
import { Body, Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common'
import { ApiResponse, ApiTags } from '@nestjs/swagger'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { Roles } from '../auth/roles.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { ChatAccountsService } from './chat-accounts.service.js'

@ApiTags('chat-accounts')
@Controller('api/v1/chat-accounts')
export class ChatAccountsController {
  constructor(private readonly accounts: ChatAccountsService) {}

  @Get()
  @ApiResponse({ status: 200, standardSchema: ChatAccountList })
  list(@Member() member: CurrentMember) {
    return this.accounts.list(member)
  }

  @Get(':id')
  @ApiResponse({ status: 200, standardSchema: ChatAccount })
  get(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.accounts.get(member, id)
  }

  @Post()
  @Roles('admin')
  @ApiResponse({ status: 201, standardSchema: ChatAccount })
  create(@Member() member: CurrentMember, @Body({ schema: CreateChatAccount }) input: CreateChatAccount) {
    return this.accounts.create(member, input)
  }

  @Patch(':id')
  @Roles('admin')
  @ApiResponse({ status: 200, standardSchema: ChatAccount })
  update(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: UpdateChatAccount }) input: UpdateChatAccount,
  ) {
    return this.accounts.update(member, id, input)
  }

  @Delete(':id')
  @Roles('admin')
  @HttpCode(204)
  remove(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.accounts.remove(member, id)
  }

  @Post(':id/validate')
  @Roles('admin')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: ValidationResult })
  validate(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.accounts.validate(member, id)
  }
}
