import type { Door, SystemClient } from '@cloudpa/db'
import { Controller, Get, Logger } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import type { Env } from '../env.js'
import { AppError } from './app-error.js'
import { findDatabaseFault } from './await-database.js'
import { InjectEnv } from './config.js'
import { InjectDoor, InjectSystem } from './database.js'
import { Public } from './public.decorator.js'
import { reasonOf } from './reason-of.js'
import { SparingLog } from './sparing-log.js'

/** How long an answer serves further probes: anybody can send as many as they like. */
const reuseMs = 1_000

@Public()
@ApiTags('health')
@Controller('health')
export class HealthController {
  private readonly log = new SparingLog(new Logger('health'))
  private fault: Promise<string | undefined> | undefined

  constructor(
    @InjectDoor() private readonly door: Door,
    @InjectSystem() private readonly system: SystemClient,
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
    this.fault ??= this.findFault().finally(() => {
      setTimeout(() => (this.fault = undefined), reuseMs).unref()
    })
    // Why is the operator's to know, and in the log.
    if (await this.fault) throw new AppError('not_ready')
    return { status: 'ok' }
  }

  private async findFault(): Promise<string | undefined> {
    const fault = await this.askDatabase().catch(
      (error: unknown) => `the database does not answer: ${reasonOf(error)}`,
    )
    if (fault) this.log.warn(`not ready: ${fault}`)
    return fault
  }

  /** By both logins, which may be two: an org's rows, of which there are none here, and everybody's. */
  private async askDatabase(): Promise<string | undefined> {
    await this.door.forOrgs([], (tx) => tx.$queryRaw`SELECT 1`)
    return findDatabaseFault(this.env, (sql) => this.system.$queryRawUnsafe(sql))
  }
}
