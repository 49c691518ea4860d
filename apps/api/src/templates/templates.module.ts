import { Module, type DynamicModule } from '@nestjs/common'
import { ChatAccountsModule } from '../chat-accounts/chat-accounts.module.js'
import { TemplateLooks } from './template-looks.js'
import { TemplateSyncer } from './template-syncer.js'
import { TemplatesController } from './templates.controller.js'
import { TemplatesService } from './templates.service.js'

@Module({})
export class TemplatesModule {
  static forApi(): DynamicModule {
    return {
      module: TemplatesModule,
      imports: [ChatAccountsModule],
      controllers: [TemplatesController],
      providers: [TemplateLooks, TemplatesService],
    }
  }

  static forWorker(): DynamicModule {
    return {
      module: TemplatesModule,
      imports: [ChatAccountsModule],
      providers: [TemplateLooks, TemplateSyncer],
      exports: [TemplateSyncer],
    }
  }
}
