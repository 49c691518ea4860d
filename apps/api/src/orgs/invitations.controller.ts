import { Invitation, InvitationPreview, InviteMember, Me } from '@cloudpa/contracts/orgs'
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common'
import { ApiResponse, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { Public } from '../platform/public.decorator.js'
import { Roles } from '../auth/roles.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { InvitationsService } from './invitations.service.js'

@ApiTags('members')
@Controller('api/v1')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Post('members/invitations')
  @Roles('admin')
  @ApiResponse({
    status: 201,
    standardSchema: Invitation,
    description: 'With the link, which is shown this once.',
  })
  create(@Member() member: CurrentMember, @Body({ schema: InviteMember }) input: InviteMember) {
    return this.invitations.create(member, input)
  }

  @Delete('members/invitations/:id')
  @Roles('admin')
  @HttpCode(204)
  withdraw(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.invitations.withdraw(member, id)
  }

  @Get('invitations/:token')
  @Public()
  @ApiResponse({ status: 200, standardSchema: InvitationPreview })
  preview(@Param('token') token: string) {
    return this.invitations.preview(token)
  }

  @Post('invitations/:token/accept')
  @KeyScope('none')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: Me })
  accept(@Member() member: CurrentMember, @Param('token') token: string) {
    return this.invitations.accept(member, token)
  }
}
