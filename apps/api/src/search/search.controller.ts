import { SearchAnswer, SearchQuery } from '@cloudpa/contracts/search'
import { Controller, Get, Query } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { SearchService } from './search.service.js'

@ApiTags('messaging')
@Controller('api/v1/messaging/search')
export class SearchController {
  constructor(private readonly finder: SearchService) {}

  @Get()
  @ApiOperation({
    summary: 'People by name and number, and messages by their words, newest first, in any language',
  })
  @ApiResponse({ status: 200, standardSchema: SearchAnswer })
  search(@Member() member: CurrentMember, @Query({ schema: SearchQuery }) query: SearchQuery) {
    return this.finder.search(member, query)
  }
}
