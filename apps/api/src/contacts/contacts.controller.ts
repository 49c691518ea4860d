import {
  ContactDetail,
  ContactPage,
  ContactQuery,
  MergeAnswer,
  MergeContact,
  UndoMerge,
  UpdateContact,
} from '@cloudpa/contracts/contacts'
import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { Roles } from '../auth/roles.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { ContactsService } from './contacts.service.js'
import { MergeService } from './merge.service.js'

@ApiTags('contacts')
@Controller('api/v1/contacts')
export class ContactsController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly merges: MergeService,
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
