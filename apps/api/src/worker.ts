import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module.js'
import type { Env } from './env.js'
import { ReceiptSweeper } from './inbound/receipt-sweeper.js'
import { OutboxSweeper } from './outbound/outbox-sweeper.js'
import { closeOnSignal, createLogger, endWith, readEnvOrExit } from './platform/process.js'

/** Process 2: the queues' processors, and the only place where anything starts by itself. */
async function work(env: Env): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule.forWorker(env), {
    logger: createLogger(env),
    abortOnError: false,
  })
  closeOnSignal(app)
  app.get(ReceiptSweeper).start()
  app.get(OutboxSweeper).start()
  console.log(`worker ready, queue on ${env.REDIS_URL ? 'Redis' : 'PostgreSQL'}`)
}

work(readEnvOrExit()).catch(endWith)
