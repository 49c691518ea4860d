import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module.js'
import type { Env } from './env.js'
import { requireDatabase } from './platform/await-database.js'

/**
 * The product as an operator's command needs it; whoever opens it closes it.
 * @throws {StartError} when the database does not fit this build, saying what to run
 */
export async function openApp(env: Env): Promise<INestApplicationContext> {
  await requireDatabase(env)
  return NestFactory.createApplicationContext(AppModule.forCli(env), { logger: false, abortOnError: false })
}
