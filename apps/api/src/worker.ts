import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module.js'
import type { Env } from './env.js'
import { WebhookEventSweeper } from './inbound/webhook-event-sweeper.js'
import { OutboxSweeper } from './outbound/outbox-sweeper.js'
import { awaitDatabase } from './platform/await-database.js'
import { runProcess, type Ending } from './platform/process.js'

/** Process 2: the queues' processors, and the only place where anything starts by itself. */
async function work(env: Env, ending: Ending): Promise<void> {
  await awaitDatabase(env)
  const app = await NestFactory.createApplicationContext(AppModule.forWorker(env), { abortOnError: false })
  ending.closes(app)
  app.get(WebhookEventSweeper).start()
  app.get(OutboxSweeper).start()
  console.log(`worker ready, queue on ${env.REDIS_URL ? 'Redis' : 'PostgreSQL'}`)
}

runProcess(work)
