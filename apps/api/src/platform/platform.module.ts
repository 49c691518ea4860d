import { Global, Module, type DynamicModule } from '@nestjs/common'
import type { Env } from '../env.js'
import { ENV } from './config.js'
import {
  DatabaseCloser,
  DOOR,
  doorProvider,
  SYSTEM,
  systemProvider,
  WEBHOOK_POOL,
  webhookPoolProvider,
} from './database.js'
import { HealthController } from './health.controller.js'
import { Installation, installationProvider } from './installation.js'
import { Mailer } from './mailer.js'
import { Periodic } from './periodic.js'
import { queueModule } from './queue.js'
import { SECRET_KEYS, secretKeysProvider } from './secret-keys.js'
import { ShortWay } from './short-way.js'

@Global()
@Module({})
export class PlatformModule {
  static register(env: Env): DynamicModule {
    const envProvider = { provide: ENV, useValue: env }
    return {
      module: PlatformModule,
      imports: [queueModule(env)],
      controllers: [HealthController],
      providers: [
        envProvider,
        doorProvider,
        systemProvider,
        webhookPoolProvider,
        DatabaseCloser,
        secretKeysProvider,
        installationProvider,
        Mailer,
        Periodic,
        ShortWay,
      ],
      exports: [ENV, DOOR, SYSTEM, WEBHOOK_POOL, SECRET_KEYS, Installation, Mailer, Periodic, ShortWay],
    }
  }
}
