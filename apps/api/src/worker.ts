import 'reflect-metadata'
import type { PrismaClient } from '@cloudpa/db'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module.js'
import type { Env } from './env.js'
import { pruneEvents } from './events/prune-events.js'
import { pruneWebhookEvents } from './inbound/prune-webhook-events.js'
import { WebhookEventSweeper } from './inbound/webhook-event-sweeper.js'
import { OutboxSweeper } from './outbound/outbox-sweeper.js'
import { awaitDatabase } from './platform/await-database.js'
import { PRISMA } from './platform/database.js'
import { runProcess, type Ending } from './platform/process.js'
import { Pruner } from './platform/pruner.js'

/** Process 2: the queues' processors, and the only place where anything starts by itself. */
async function work(env: Env, ending: Ending): Promise<void> {
  await awaitDatabase(env)
  const app = await NestFactory.createApplicationContext(AppModule.forWorker(env), { abortOnError: false })
  ending.closes(app)
  app.get(WebhookEventSweeper).start()
  app.get(OutboxSweeper).start()
  const prisma = app.get<PrismaClient>(PRISMA)
  app.get(Pruner).start([
    {
      what: 'webhook events',
      removeSome: (limit) => pruneWebhookEvents(prisma, env.WEBHOOK_RETENTION_DAYS, limit),
    },
    { what: 'events', removeSome: (limit) => pruneEvents(prisma, env.EVENT_RETENTION_DAYS, limit) },
  ])
  console.log(`worker ready, queue on ${env.REDIS_URL ? 'Redis' : 'PostgreSQL'}`)
}

runProcess(work)
