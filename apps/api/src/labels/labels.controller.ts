import { CreateLabel, Label, LabelDetail, LabelList, UpdateLabel } from '@cloudpa/contracts/labels'
import { Body, Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { Roles } from '../auth/roles.decorator.js'
import { IdParam } from '../platform/id-param.js'
import { LabelsService } from './labels.service.js'

@ApiTags('labels')
@Controller('api/v1/labels')
export class LabelsController {
  constructor(private readonly labels: LabelsService) {}

  @Get()
  @ApiOperation({ summary: 'The labels of the business, by name' })
  @ApiResponse({ status: 200, standardSchema: LabelList })
  list(@Member() member: CurrentMember) {
    return this.labels.list(member)
  }

  @Get(':id')
  @ApiOperation({ summary: 'A label, and on how many conversations it stands' })
  @ApiResponse({ status: 200, standardSchema: LabelDetail })
  get(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.labels.get(member, id)
  }

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Makes a label, of which there can be 100' })
  @ApiResponse({ status: 201, standardSchema: Label })
  create(@Member() member: CurrentMember, @Body({ schema: CreateLabel }) input: CreateLabel) {
    return this.labels.create(member, input)
  }

  @Patch(':id')
  @Roles('admin')
  @ApiResponse({ status: 200, standardSchema: Label })
  update(
    @Member() member: CurrentMember,
    @IdParam() id: string,
    @Body({ schema: UpdateLabel }) input: UpdateLabel,
  ) {
    return this.labels.update(member, id, input)
  }

  @Delete(':id')
  @Roles('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a label for good, and takes it off every conversation that has it' })
  remove(@Member() member: CurrentMember, @IdParam() id: string) {
    return this.labels.remove(member, id)
  }
}
