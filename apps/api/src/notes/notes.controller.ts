import { Note, UpdateNote, WriteNote } from '@cloudpa/contracts/notes'
import { Body, Controller, Delete, HttpCode, Patch, Post } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { NotesService } from './notes.service.js'

@ApiTags('messaging')
@KeyScope('send')
@Controller('api/v1/messaging')
export class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Post('conversations/:id/notes')
  @ApiOperation({
    summary:
      'Writes a note that only the team sees; the same clientId never writes twice. @ and a member’s name mentions them',
  })
  @ApiResponse({ status: 201, standardSchema: Note })
  write(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: WriteNote }) input: WriteNote,
  ) {
    return this.notes.write(member, id, input)
  }

  @Patch('notes/:id')
  @ApiOperation({ summary: 'Edits your note; restores it if it was deleted' })
  @ApiResponse({ status: 200, standardSchema: Note })
  update(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: UpdateNote }) input: UpdateNote,
  ) {
    return this.notes.update(member, id, input)
  }

  @Delete('notes/:id')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Deletes your note, and an admin anybody’s; its text is erased and its place kept',
  })
  @ApiResponse({ status: 200, standardSchema: Note })
  remove(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.notes.remove(member, id)
  }
}
