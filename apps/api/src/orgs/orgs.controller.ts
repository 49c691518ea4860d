import { Config, CreateOrg, Me, Org, SwitchOrg, UpdateOrg } from '@cloudpa/contracts/orgs'
import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common'
import { ApiResponse, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { Public } from '../platform/public.decorator.js'
import { Roles } from '../auth/roles.decorator.js'
import { SignUpsService } from '../auth/sign-ups.service.js'
import { Mailer } from '../platform/mailer.js'
import { OrgsService } from './orgs.service.js'

@ApiTags('org')
@Controller('api/v1')
export class OrgsController {
  constructor(
    private readonly orgs: OrgsService,
    private readonly mailer: Mailer,
    private readonly signUps: SignUpsService,
  ) {}

  @Get('config')
  @Public()
  @ApiResponse({ status: 200, standardSchema: Config })
  async config(): Promise<Config> {
    return { mail: this.mailer.enabled, signUp: await this.signUps.way() }
  }

  @Get('me')
  @ApiResponse({ status: 200, standardSchema: Me })
  me(@Member() member: CurrentMember) {
    return this.orgs.me(member)
  }

  @Get('org')
  @ApiResponse({ status: 200, standardSchema: Org })
  get(@Member() member: CurrentMember) {
    return this.orgs.get(member)
  }

  @Patch('org')
  @Roles('admin')
  @ApiResponse({ status: 200, standardSchema: Org })
  update(@Member() member: CurrentMember, @Body({ schema: UpdateOrg }) input: UpdateOrg) {
    return this.orgs.update(member, input)
  }

  @Post('org')
  @KeyScope('none')
  @ApiResponse({
    status: 201,
    standardSchema: Org,
    description: 'Another business, which becomes the active one.',
  })
  create(@Member() member: CurrentMember, @Body({ schema: CreateOrg }) input: CreateOrg) {
    return this.orgs.create(member, input)
  }

  @Post('org/switch')
  @KeyScope('none')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: Me })
  switchTo(@Member() member: CurrentMember, @Body({ schema: SwitchOrg }) input: SwitchOrg) {
    return this.orgs.switchTo(member, input)
  }
}
