import { CsvText, ImportAnswer, ImportQuery } from '@cloudpa/contracts/contacts'
import { Body, Controller, Get, Header, HttpCode, Post, Query, StreamableFile } from '@nestjs/common'
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger'
import { KeyScope } from '../auth/key-scope.js'
import { Member, type CurrentMember } from '../auth/member.decorator.js'
import { Roles } from '../auth/roles.decorator.js'
import { ContactsService } from './contacts.service.js'
import { ImportService } from './import.service.js'

/** Contacts as tables that other programs read and write. */
@ApiTags('contacts')
@Controller('api/v1/contacts')
export class TablesController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly importer: ImportService,
  ) {}

  @Get('export')
  @Roles('admin')
  @KeyScope('admin')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="contacts.csv"')
  @ApiOperation({ summary: 'All contacts as comma-separated values, which an import takes back' })
  @ApiProduces('text/csv')
  @ApiResponse({ status: 200 })
  export(@Member() member: CurrentMember) {
    return new StreamableFile(this.contacts.export(member))
  }

  @Post('import')
  @Roles('admin')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Makes contacts of a table’s rows, and names those whose number is known: columns “name” and “phone”; of new ones “about” and “details” too, and each other column as a field',
  })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string' } })
  @ApiResponse({ status: 200, standardSchema: ImportAnswer })
  import(
    @Member() member: CurrentMember,
    @Query({ schema: ImportQuery }) query: ImportQuery,
    @Body({ schema: CsvText }) text: CsvText,
  ) {
    return this.importer.import(member, query, text)
  }
}
