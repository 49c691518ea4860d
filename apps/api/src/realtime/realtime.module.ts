import { Global, Module, type DynamicModule } from '@nestjs/common'
import { AuthModule } from '../auth/auth.module.js'
import { EventHeads } from '../events/event-heads.js'
import { AccessHints } from './access-hints.js'
import { EventsController } from './events.controller.js'
import { Heartbeats } from './heartbeats.js'
import { HintConnection } from './hint-connection.js'
import { HintListener, HintPublisher } from './hints.js'
import { LiveStreams } from './live-streams.js'
import { PresenceLine } from './presence-line.js'

@Global()
@Module({})
export class RealtimeModule {
  /** The worker only speaks; the API listens too, and has screens to tell. */
  static register({ screens }: { screens: boolean }): DynamicModule {
    return {
      module: RealtimeModule,
      imports: screens ? [AuthModule] : [],
      controllers: screens ? [EventsController] : [],
      providers: [
        HintConnection,
        HintPublisher,
        ...(screens ? [HintListener, EventHeads, Heartbeats, LiveStreams, AccessHints, PresenceLine] : []),
      ],
      exports: [
        HintConnection,
        HintPublisher,
        ...(screens ? [HintListener, LiveStreams, EventHeads, PresenceLine] : []),
      ],
    }
  }
}
