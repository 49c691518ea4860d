import type { PrismaClient } from '@cloudpa/db'
import { findSchemaFault } from '@cloudpa/db/schema'
import { Controller, Get } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import type { Env } from '../env.js'
import { AppError } from './app-error.js'
import { InjectEnv } from './config.js'
import { InjectPrisma } from './database.js'
import { Public } from './public.decorator.js'
import { findQueueFault } from './queue-schema.js'

@Public()
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    @InjectEnv() private readonly env: Env,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  live() {
    return { status: 'ok' }
  }

  @Get('ready')
  @ApiOperation({
    summary: 'The process can work: the database answers, and its tables are those of this version',
  })
  async ready() {
    const fault = await this.findFault().catch((error: unknown) => {
      throw new AppError('unavailable', 'The database does not answer.', { cause: error })
    })
    if (fault) throw new AppError('unavailable', fault)
    return { status: 'ok' }
  }

  private async findFault(): Promise<string | undefined> {
    const ask = <T>(sql: string) => this.prisma.$queryRawUnsafe<T[]>(sql)
    const fault = await findSchemaFault(ask)
    return fault?.message ?? (this.env.REDIS_URL ? undefined : await findQueueFault(ask))
  }
}
