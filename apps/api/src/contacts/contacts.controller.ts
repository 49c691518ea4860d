import {
  ContactDetail,
  ContactPage,
  ContactQuery,
  CreateContact,
  MergeAnswer,
  MergeContact,
  UndoMerge,
  UpdateContact,
} from '@cloudpa/contracts/contacts'
import { Body, Controller, Get, HttpCode, Patch, Post, Query, Res } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import type { FastifyReply } from 'fastify'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { Roles } from '../auth/roles.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { ContactsService } from './contacts.service.js'
import { MergeService } from './merge.service.js'
import { SaveService } from './save.service.js'

@ApiTags('contacts')
@Controller('api/v1/contacts')
export class ContactsController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly merges: MergeService,
    private readonly saves: SaveService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The business’s contacts by name, or those whose name or number holds some text' })
  @ApiResponse({ status: 200, standardSchema: ContactPage })
  list(@Member() member: CurrentMember, @Query({ schema: ContactQuery }) query: ContactQuery) {
    return this.contacts.list(member, query)
  }

  @Get(':id')
  @ApiOperation({ summary: 'All that is known of a contact' })
  @ApiResponse({ status: 200, standardSchema: ContactDetail })
  get(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.contacts.get(member, id)
  }

  @Post()
  @KeyScope('send')
  @ApiOperation({ summary: 'Finds or makes the contact that has one of some numbers' })
  @ApiResponse({ status: 201, standardSchema: ContactDetail })
  @ApiResponse({ status: 200, description: 'There was such a contact', standardSchema: ContactDetail })
  async create(
    @Member() member: CurrentMember,
    @Body({ schema: CreateContact }) input: CreateContact,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const { contact, isNew } = await this.saves.save(member, input)
    response.status(isNew ? 201 : 200)
    return contact
  }

  @Patch(':id')
  @KeyScope('send')
  @ApiOperation({ summary: 'Names a contact, and changes its note and fields' })
  @ApiResponse({ status: 200, standardSchema: ContactDetail })
  update(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: UpdateContact }) input: UpdateContact,
  ) {
    return this.contacts.update(member, id, input)
  }

  @Post(':id/merge')
  @Roles('admin')
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes another contact part of this one' })
  @ApiResponse({ status: 200, standardSchema: MergeAnswer })
  merge(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: MergeContact }) input: MergeContact,
  ) {
    return this.merges.merge(member, id, input)
  }

  @Post(':id/merge/undo')
  @Roles('admin')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Parts two contacts again, as they were, within a day and unless one has changed or written since',
  })
  @ApiResponse({ status: 200, standardSchema: ContactDetail })
  undo(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: UndoMerge }) input: UndoMerge,
  ) {
    return this.merges.undo(member, id, input)
  }
}
