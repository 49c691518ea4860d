import { Module } from '@nestjs/common'
import { OutboundModule } from '../outbound/outbound.module.js'
import { ConversationsController } from './conversations.controller.js'
import { ConversationsService } from './conversations.service.js'
import { LiveFeed } from './live-feed.js'

@Module({
  imports: [OutboundModule.forApi()],
  controllers: [ConversationsController],
  providers: [ConversationsService, LiveFeed],
})
export class ConversationsModule {}
