import { BullModule } from '@nestjs/bullmq'
import { Module, type DynamicModule } from '@nestjs/common'
import { ChatAccountsModule } from '../chat-accounts/chat-accounts.module.js'
import type { Env } from '../env.js'
import { ENV } from '../platform/config.js'
import { DeliverService } from './deliver.service.js'
import { Dispatcher } from './dispatcher.js'
import { OutboxSweeper } from './outbox-sweeper.js'
import { Outbox } from './outbox.js'
import { SendController } from './send.controller.js'
import { SEND_QUEUE } from './send.job.js'
import { SendProcessor } from './send.processor.js'
import { SendService } from './send.service.js'
import { StatusAsker } from './status-asker.js'

const dispatcherProvider = {
  provide: Dispatcher,
  inject: [DeliverService, ENV],
  useFactory: (deliverer: DeliverService, env: Env) =>
    new Dispatcher(
      (orgId, conversationId) => deliverer.deliverNext(orgId, conversationId),
      env.SEND_CONCURRENCY,
    ),
}

@Module({})
export class OutboundModule {
  static forApi(): DynamicModule {
    return {
      module: OutboundModule,
      imports: [BullModule.registerQueue({ name: SEND_QUEUE }), ChatAccountsModule],
      controllers: [SendController],
      providers: [DeliverService, Outbox, SendService],
      exports: [SendService],
    }
  }

  static forWorker(): DynamicModule {
    return {
      module: OutboundModule,
      imports: [BullModule.registerQueue({ name: SEND_QUEUE }), ChatAccountsModule],
      providers: [DeliverService, dispatcherProvider, Outbox, OutboxSweeper, SendProcessor, StatusAsker],
      exports: [OutboxSweeper, StatusAsker],
    }
  }
}
