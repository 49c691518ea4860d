import type { PrismaClient } from '@cloudpa/db'
import { Controller, Get } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { AppError } from './app-error.js'
import { InjectPrisma } from './database.js'
import { Public } from './public.decorator.js'

@Public()
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@InjectPrisma() private readonly prisma: PrismaClient) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  live() {
    return { status: 'ok' }
  }

  @Get('ready')
  @ApiOperation({ summary: 'The process can work: the database answers and its schema is there' })
  async ready() {
    try {
      await this.prisma.$queryRaw`SELECT position FROM receipt LIMIT 1`
    } catch (error) {
      throw new AppError('unavailable', 'The database does not answer, or is not migrated.', { cause: error })
    }
    return { status: 'ok' }
  }
}
