import { Module, type DynamicModule } from '@nestjs/common'
import { ChatAccountsModule } from '../chat-accounts/chat-accounts.module.js'
import { CatchUpService } from './catch-up.service.js'
import { CatchUps } from './catch-ups.js'
import { FoundStore } from './found-store.js'
import { ReconcileController } from './reconcile.controller.js'
import { ReconcileService } from './reconcile.service.js'
import { Reconciler } from './reconciler.js'

/** Is every message here that Twilio has? */
@Module({})
export class ReconcileModule {
  static forApi(): DynamicModule {
    return {
      module: ReconcileModule,
      imports: [ChatAccountsModule],
      controllers: [ReconcileController],
      providers: [CatchUps, ReconcileService],
    }
  }

  static forWorker(): DynamicModule {
    return {
      module: ReconcileModule,
      imports: [ChatAccountsModule],
      providers: [CatchUps, CatchUpService, FoundStore, Reconciler],
      exports: [Reconciler],
    }
  }

  static forCli(): DynamicModule {
    return {
      module: ReconcileModule,
      imports: [ChatAccountsModule],
      providers: [CatchUps, CatchUpService, FoundStore],
      exports: [CatchUpService],
    }
  }
}
