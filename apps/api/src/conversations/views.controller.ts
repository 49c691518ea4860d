import { CreateView, UpdateView, View, ViewList } from '@cloudpa/contracts/views'
import { Body, Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { ViewsService } from './views.service.js'

@ApiTags('views')
@Controller('api/v1/views')
export class ViewsController {
  constructor(private readonly views: ViewsService) {}

  @Get()
  @ApiOperation({ summary: 'The org’s saved lists of conversations and one’s own, in their order' })
  @ApiResponse({ status: 200, standardSchema: ViewList })
  list(@Member() member: CurrentMember) {
    return this.views.list(member)
  }

  @Post()
  @ApiOperation({
    summary: 'Saves a list of conversations for oneself, or as an admin for everybody: 20 of each',
  })
  @ApiResponse({ status: 201, standardSchema: View })
  create(@Member() member: CurrentMember, @Body({ schema: CreateView }) input: CreateView) {
    return this.views.create(member, input)
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Renames or moves a view, or changes its filter, label or sharing',
  })
  @ApiResponse({ status: 200, standardSchema: View })
  update(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: UpdateView }) input: UpdateView,
  ) {
    return this.views.update(member, id, input)
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a view; the conversations stay as they are' })
  remove(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.views.remove(member, id)
  }
}
