import { Injectable } from '@nestjs/common'
import { HintPublisher } from '../realtime/hints.js'
import { ChatAccountDirectory } from './chat-account-directory.js'

/** Tells this process at once, and the others by a hint, that what they remember of chatAccounts is old. */
@Injectable()
export class ChatAccountChanges {
  constructor(
    private readonly directory: ChatAccountDirectory,
    private readonly hints: HintPublisher,
  ) {}

  async announce(orgId: string): Promise<void> {
    this.directory.forget(orgId)
    await Promise.all([this.hints.publish('chat-accounts', [orgId]), this.hints.publish('events', [orgId])])
  }
}
