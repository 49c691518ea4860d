import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module.js'
import type { Env } from './env.js'

/** The product as an operator's command needs it, on a database that was seen to fit; whoever opens it closes it. */
export function openApp(env: Env): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(AppModule.forCli(env), { logger: false, abortOnError: false })
}
