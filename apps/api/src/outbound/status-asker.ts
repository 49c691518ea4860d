import type { ChatAccount, Door, Message } from '@cloudpa/db'
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common'
import { CredentialVault } from '../chat-accounts/credentials.js'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { SparingLog } from '../platform/sparing-log.js'
import { TwilioClient, type FetchOutcome } from '../twilio/twilio.client.js'
import { Dispatcher } from './dispatcher.js'
import { claimUnfinished, uncountQuestion, type UnfinishedOfAccount } from './find-unfinished.js'
import { statusFromTwilio } from './message-status.js'
import { Outbox } from './outbox.js'

/**
 * Asks Twilio for messages whose end it did not report: a report can get lost, and a phone can be off. An org's messages
 * are asked for one after another, so that whose Twilio is slow or refuses them delays nobody else.
 */
@Injectable()
export class StatusAsker implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly log = new SparingLog(new Logger('status-asker'))
  private readonly dispatcher: Dispatcher

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly vault: CredentialVault,
    private readonly twilio: TwilioClient,
    private readonly outbox: Outbox,
    @InjectEnv() private readonly env: Env,
  ) {
    this.dispatcher = new Dispatcher((...account) => this.askNext(...account), 1, env.SEND_CONCURRENCY)
  }

  onModuleDestroy(): void {
    this.dispatcher.stop()
  }

  /** Before the pools close, which is in onApplicationShutdown. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.dispatcher.drained()
  }

  /** Has every account asked of which something is due; it does not wait for the answers. */
  wake(accounts: UnfinishedOfAccount[]): void {
    for (const { orgId, chatAccountId } of accounts) this.dispatcher.wake(orgId, chatAccountId)
  }

  /** @returns 0 when the account's next message may follow at once; undefined leaves it to the next sweep */
  private async askNext(orgId: string, chatAccountId: string): Promise<number | undefined> {
    const message = await this.door.forOrg(orgId, async (tx) => {
      const claimed = await claimUnfinished(tx, { orgId, chatAccountId }, this.env.STATUS_ASK_AFTER_MS)
      const byId = claimed && {
        where: { id_orgId: { orgId, id: claimed.id } },
        include: { chatAccount: true },
      }
      return byId && tx.message.findUniqueOrThrow(byId)
    })
    if (!message) return undefined
    const answer = await this.ask(message)
    if (answer.kind === 'found') {
      const { errorCode, price } = answer
      if (message.chatAccount.alarmCode) await this.outbox.letIn(message.chatAccount)
      const status = statusFromTwilio(answer.status)
      // With its sid: it may be tried again by now, of which this says nothing.
      if (status) await this.outbox.advance(message, { status, errorCode, sid: message.sid ?? undefined })
      if (price) await this.outbox.notePrice(message, price)
      return 0
    }
    if (answer.kind === 'gone') {
      const done = { where: { orgId, id: message.id, sid: message.sid }, data: { statusAskedAt: null } }
      await this.door.forOrg(orgId, (tx) => tx.message.updateMany(done))
      return 0
    }
    if (answer.kind !== 'unknown') await this.door.forOrg(orgId, (tx) => uncountQuestion(tx, message))
    if (answer.kind === 'shut-out') await this.outbox.raiseAlarm(message.chatAccount, answer.code)
    const reason = answer.kind === 'refused' ? `refused, ${answer.code}` : answer.reason
    const { id } = message.chatAccount
    this.log.warn(`number ${id}, message ${message.id}: could not get its status from Twilio: ${reason}`)
    return undefined
  }

  private async ask(message: Message & { chatAccount: ChatAccount }): Promise<FetchOutcome> {
    const { sid, accountSid, chatAccount } = message
    // Another account can't be asked what this one took.
    if (sid === null || accountSid !== chatAccount.accountSid) return { kind: 'gone' }
    try {
      return await this.twilio.fetchMessage(this.vault.credentialsOf(chatAccount), sid)
    } catch (error) {
      // No credentials to ask with.
      if (error instanceof AppError) return { kind: 'refused', code: error.params.reason }
      throw error
    }
  }
}
