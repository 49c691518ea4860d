import 'reflect-metadata'
import { Logger, StandardSchemaValidationPipe } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.js'
import { SetUpService } from './auth/set-up.service.js'
import type { Env } from './env.js'
import { describeApi } from './platform/api-docs.js'
import { awaitDatabase, patiently } from './platform/await-database.js'
import { ErrorFilter } from './platform/error.filter.js'
import { noteResponses } from './platform/broken-requests.js'
import { fastifyOptions, readBodies } from './platform/http.js'
import { runProcess, type Ending } from './platform/process.js'
import { refuseInput } from './platform/refuse-input.js'
import { ShortWay } from './platform/short-way.js'
import { endSlowRequests } from './platform/slow-requests.js'
import { stopInOrder } from './platform/stop-serving.js'
import { openWaitingRoom } from './platform/waiting-room.js'
import { standInFor } from './twilio/stand-in.js'

/** Process 1: HTTP and the event streams. */
async function serve(env: Env, ending: Ending): Promise<void> {
  const waitingRoom = await openWaitingRoom(env)
  await awaitDatabase(env)
  const adapter = new FastifyAdapter(fastifyOptions)
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forApi(env), adapter, {
    bodyParser: false,
    abortOnError: false,
  })
  const shortWay = app.get(ShortWay)
  readBodies(adapter.getInstance(), shortWay)
  shortWay.leadPast(adapter.getInstance().server)
  noteResponses(adapter.getInstance().server)
  endSlowRequests(adapter.getInstance().server)
  stopInOrder(adapter.getInstance())
  app.useGlobalFilters(new ErrorFilter())
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: refuseInput }))
  describeApi(app)
  ending.closes(app)
  await app.init()
  await waitingRoom.close()
  await app.listen(env.PORT, env.HOST)
  console.log(`api ready on ${env.HOST}:${env.PORT}, queue on ${env.REDIS_URL ? 'Redis' : 'PostgreSQL'}`)
  if (env.twilio && !env.publicBaseUrlIsSet && !standInFor(env, env.twilio.accountSid)) {
    new Logger('api').warn(
      'PUBLIC_BASE_URL is not set: Twilio can’t deliver messages here, nor say what became of those sent',
    )
  }
  const setUp = app.get(SetUpService)
  const setUpLink = env.SIGN_UP === 'open' ? null : await patiently(env, () => setUp.link())
  if (setUpLink) new Logger('api').warn(`Nobody has set this installation up yet: open ${setUpLink}`)
}

runProcess(serve)
