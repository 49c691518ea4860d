import { CreateTemplate, Template, TemplateList, TemplateQuery } from '@cloudpa/contracts/templates'
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common'
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { Roles } from '../auth/roles.decorator.js'
import { TemplatesService } from './templates.service.js'

@ApiTags('templates')
@Controller('api/v1/templates')
export class TemplatesController {
  constructor(private readonly templates: TemplatesService) {}

  @Get()
  @ApiOperation({ summary: 'The templates by name, as they were last seen at Twilio' })
  @ApiResponse({ status: 200, standardSchema: TemplateList })
  list(@Member() member: CurrentMember, @Query({ schema: TemplateQuery }) query: TemplateQuery) {
    return this.templates.list(member, query)
  }

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Makes a template at Twilio, and asks WhatsApp to approve it' })
  @ApiResponse({ status: 201, standardSchema: Template })
  create(@Member() member: CurrentMember, @Body({ schema: CreateTemplate }) input: CreateTemplate) {
    return this.templates.create(member, input)
  }

  @Post('sync')
  @Roles('admin')
  @HttpCode(200)
  @ApiOperation({ summary: 'Looks at each Twilio account, and answers with what is there' })
  @ApiResponse({ status: 200, standardSchema: TemplateList })
  sync(@Member() member: CurrentMember) {
    return this.templates.sync(member)
  }
}
