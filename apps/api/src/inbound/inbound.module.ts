import { BullModule } from '@nestjs/bullmq'
import { PersonJoiner } from '../contacts/join-persons.js'
import { Module, type DynamicModule } from '@nestjs/common'
import { ChatAccountsModule } from '../chat-accounts/chat-accounts.module.js'
import { MEDIA_QUEUE } from '../media/media.job.js'
import { IngestAlarm } from './ingest-alarm.js'
import { IngestHintListener } from './ingest-hint-listener.js'
import { INGEST_QUEUE } from './ingest.job.js'
import { IngestProcessor } from './ingest.processor.js'
import { IngestService } from './ingest.service.js'
import { WebhookEventSweeper } from './webhook-event-sweeper.js'
import { MergeStatusService } from './merge-status.service.js'
import { ReceiveStatusService } from './receive-status.service.js'
import { ReceiveService } from './receive.service.js'
import { StatusController } from './status.controller.js'
import { WebhookEvents } from './webhook-events.js'
import { WebhookController } from './webhook.controller.js'

@Module({})
export class InboundModule {
  static forApi(): DynamicModule {
    return {
      module: InboundModule,
      imports: [BullModule.registerQueue({ name: INGEST_QUEUE }), ChatAccountsModule],
      controllers: [WebhookController, StatusController],
      providers: [ReceiveService, ReceiveStatusService, WebhookEvents, IngestAlarm],
    }
  }

  static forWorker(): DynamicModule {
    return {
      module: InboundModule,
      imports: [BullModule.registerQueue({ name: INGEST_QUEUE }, { name: MEDIA_QUEUE })],
      providers: [
        IngestProcessor,
        IngestHintListener,
        IngestService,
        PersonJoiner,
        MergeStatusService,
        WebhookEventSweeper,
      ],
      exports: [WebhookEventSweeper],
    }
  }
}
