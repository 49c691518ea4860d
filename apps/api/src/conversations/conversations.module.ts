import { Module, type DynamicModule } from '@nestjs/common'
import { OutboundModule } from '../outbound/outbound.module.js'
import { ConversationsController } from './conversations.controller.js'
import { ConversationsService } from './conversations.service.js'
import { CountsController } from './counts.controller.js'
import { LedgerController } from './ledger.controller.js'
import { LedgerService } from './ledger.service.js'
import { LiveFeed } from './live-feed.js'
import { PresenceController } from './presence.controller.js'
import { PresenceService } from './presence.service.js'
import { SnoozeAlarm } from './snooze-alarm.js'
import { TriageController } from './triage.controller.js'
import { TriageService } from './triage.service.js'
import { ViewsController } from './views.controller.js'
import { ViewsService } from './views.service.js'

@Module({})
export class ConversationsModule {
  /** Not by a decorator, which is read before the classes of the queues are set. */
  static forApi(): DynamicModule {
    return {
      module: ConversationsModule,
      imports: [OutboundModule.forApi()],
      controllers: [
        ConversationsController,
        TriageController,
        CountsController,
        LedgerController,
        ViewsController,
        PresenceController,
      ],
      providers: [
        ConversationsService,
        LedgerService,
        TriageService,
        ViewsService,
        PresenceService,
        LiveFeed,
      ],
    }
  }

  static forWorker(): DynamicModule {
    return { module: ConversationsModule, providers: [SnoozeAlarm], exports: [SnoozeAlarm] }
  }
}
