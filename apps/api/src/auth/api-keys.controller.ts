import { ApiKeyList, CreateApiKey, CreatedApiKey } from '@cloudpa/contracts/orgs'
import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common'
import { ApiResponse, ApiTags } from '@nestjs/swagger'
import { IdParam } from '../platform/id-param.js'
import { ApiKeysService } from './api-keys.service.js'
import { KeyScope } from './key-scope.js'
import { Member, type CurrentMember } from './member.decorator.js'
import { Roles } from './roles.decorator.js'

@ApiTags('api-keys')
@Controller('api/v1/api-keys')
@Roles('admin')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @Get()
  @KeyScope('admin')
  @ApiResponse({ status: 200, standardSchema: ApiKeyList })
  list(@Member() member: CurrentMember) {
    return this.apiKeys.list(member)
  }

  @Post()
  @KeyScope('none')
  @ApiResponse({ status: 201, standardSchema: CreatedApiKey, description: 'The key is shown this once.' })
  create(@Member() member: CurrentMember, @Body({ schema: CreateApiKey }) input: CreateApiKey) {
    return this.apiKeys.create(member, input)
  }

  @Delete(':id')
  @KeyScope('none')
  @HttpCode(204)
  remove(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.apiKeys.remove(member, id)
  }
}
