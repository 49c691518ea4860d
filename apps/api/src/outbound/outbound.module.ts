import { BullModule } from '@nestjs/bullmq'
import { Module, type DynamicModule } from '@nestjs/common'
import { ChatAccountsModule } from '../chat-accounts/chat-accounts.module.js'
import type { Env } from '../env.js'
import { ENV } from '../platform/config.js'
import { MediaLinks } from '../media/media-links.js'
import { MediaModule } from '../media/media.module.js'
import { DeliverService } from './deliver.service.js'
import { Dispatcher } from './dispatcher.js'
import { MessageStore } from './message-store.js'
import { OutboxSweeper } from './outbox-sweeper.js'
import { Outbox } from './outbox.js'
import { ScheduleAlarm } from './schedule-alarm.js'
import { ScheduledController } from './scheduled.controller.js'
import { ScheduledService } from './scheduled.service.js'
import { SendController } from './send.controller.js'
import { SEND_QUEUE } from './send.job.js'
import { SendProcessor } from './send.processor.js'
import { SendService } from './send.service.js'
import { StatusAsker } from './status-asker.js'
import { TypingIndicator } from './typing-indicator.js'

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
      imports: [BullModule.registerQueue({ name: SEND_QUEUE }), ChatAccountsModule, MediaModule.forApi()],
      controllers: [SendController, ScheduledController],
      providers: [DeliverService, MessageStore, Outbox, ScheduledService, SendService, TypingIndicator],
      exports: [SendService, TypingIndicator],
    }
  }

  static forWorker(): DynamicModule {
    return {
      module: OutboundModule,
      imports: [BullModule.registerQueue({ name: SEND_QUEUE }), ChatAccountsModule],
      providers: [
        DeliverService,
        dispatcherProvider,
        MediaLinks,
        Outbox,
        OutboxSweeper,
        ScheduleAlarm,
        SendProcessor,
        StatusAsker,
      ],
      exports: [OutboxSweeper, ScheduleAlarm, StatusAsker],
    }
  }
}
