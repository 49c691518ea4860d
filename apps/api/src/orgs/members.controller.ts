import { Member as MemberShape, MemberList, UpdateMember } from '@cloudpa/contracts/orgs'
import { Body, Controller, Delete, Get, HttpCode, Patch } from '@nestjs/common'
import { ApiResponse, ApiTags } from '@nestjs/swagger'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { Roles } from '../auth/roles.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { MembersService } from './members.service.js'

@ApiTags('members')
@Controller('api/v1/members')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @ApiResponse({ status: 200, standardSchema: MemberList })
  list(@Member() member: CurrentMember) {
    return this.members.list(member)
  }

  @Patch(':id')
  @Roles('admin')
  @ApiResponse({ status: 200, standardSchema: MemberShape })
  update(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: UpdateMember }) input: UpdateMember,
  ) {
    return this.members.update(member, id, input)
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.members.remove(member, id)
  }
}
