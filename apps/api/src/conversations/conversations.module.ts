import { Module, type DynamicModule } from '@nestjs/common'
import { OutboundModule } from '../outbound/outbound.module.js'
import { ConversationsController } from './conversations.controller.js'
import { ConversationsService } from './conversations.service.js'
import { LiveFeed } from './live-feed.js'

@Module({})
export class ConversationsModule {
  /** Not by a decorator, which is read before the classes of the queues are set. */
  static forApi(): DynamicModule {
    return {
      module: ConversationsModule,
      imports: [OutboundModule.forApi()],
      controllers: [ConversationsController],
      providers: [ConversationsService, LiveFeed],
    }
  }
}
