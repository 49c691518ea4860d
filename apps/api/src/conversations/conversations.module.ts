import { Module } from '@nestjs/common'
import { OutboundModule } from '../outbound/outbound.module.js'
import { ConversationsController } from './conversations.controller.js'
import { ConversationsService } from './conversations.service.js'
import { LiveUpdates } from './live-updates.js'

@Module({
  imports: [OutboundModule.forApi()],
  controllers: [ConversationsController],
  providers: [ConversationsService, LiveUpdates],
})
export class ConversationsModule {}
