import { Module, type DynamicModule } from '@nestjs/common'
import { AuthModule } from './auth/auth.module.js'
import { ChatAccountsModule } from './chat-accounts/chat-accounts.module.js'
import { ContactsModule } from './contacts/contacts.module.js'
import { ConversationsModule } from './conversations/conversations.module.js'
import type { Env } from './env.js'
import { InboundModule } from './inbound/inbound.module.js'
import { LabelsModule } from './labels/labels.module.js'
import { MediaModule } from './media/media.module.js'
import { NotesModule } from './notes/notes.module.js'
import { OrgsModule } from './orgs/orgs.module.js'
import { OutboundModule } from './outbound/outbound.module.js'
import { PlatformModule } from './platform/platform.module.js'
import { QuickRepliesModule } from './quick-replies/quick-replies.module.js'
import { RealtimeModule } from './realtime/realtime.module.js'
import { ReconcileModule } from './reconcile/reconcile.module.js'
import { SearchModule } from './search/search.module.js'
import { SeedService } from './seed.service.js'
import { TemplatesModule } from './templates/templates.module.js'
import { TwilioModule } from './twilio/twilio.module.js'

/** One tree of modules, taken by three processes: the API serves, the worker does the jobs, the CLI lends a hand. */
@Module({})
export class AppModule {
  static forApi(env: Env): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.register(env),
        AuthModule,
        RealtimeModule.register({ screens: true }),
        TwilioModule,
        OrgsModule,
        QuickRepliesModule,
        ChatAccountsModule,
        TemplatesModule.forApi(),
        LabelsModule,
        ContactsModule,
        NotesModule,
        ConversationsModule.forApi(),
        SearchModule.forApi(),
        InboundModule.forApi(),
        ReconcileModule.forApi(),
      ],
    }
  }

  static forWorker(env: Env): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.register(env),
        RealtimeModule.register({ screens: false }),
        TwilioModule,
        MediaModule.forWorker(),
        TemplatesModule.forWorker(),
        OutboundModule.forWorker(),
        ConversationsModule.forWorker(),
        SearchModule.forWorker(),
        InboundModule.forWorker(),
        ReconcileModule.forWorker(),
      ],
    }
  }

  static forCli(env: Env): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.register(env),
        AuthModule,
        RealtimeModule.register({ screens: false }),
        TwilioModule,
        ChatAccountsModule,
        ReconcileModule.forCli(),
      ],
      providers: [SeedService],
    }
  }
}
