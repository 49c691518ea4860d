import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common'
import { CredentialVault } from '../chat-accounts/credentials.js'
import { statusCallbackUrlOf } from '../chat-accounts/present-chat-account.js'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { toTwilioAddress } from '../twilio/address.js'
import type { SendFailure } from '../twilio/classify-failure.js'
import { TwilioClient, type SendOutcome } from '../twilio/twilio.client.js'
import { statusFromTwilio } from './message-status.js'
import { Outbox, type Outgoing } from './outbox.js'

/** Between two attempts at most; Twilio asks for no more. */
const maxBackoffMs = 10 * 60 * 1000
/** So many settling times a question stays open while Twilio can't be asked; then it is shown as not confirmed. */
const maxSettles = 10

/** From a claimed row to one call to Twilio, and what follows from its outcome. */
@Injectable()
export class DeliverService implements OnModuleDestroy {
  private readonly logger = new Logger('deliver')
  private stopping = false

  constructor(
    private readonly outbox: Outbox,
    private readonly vault: CredentialVault,
    private readonly twilio: TwilioClient,
    @InjectEnv() private readonly env: Env,
  ) {}

  /** From here on no further message is begun; whoever asked is told to come back, and another process will. */
  onModuleDestroy(): void {
    this.stopping = true
  }

  /**
   * Sends what waits in a conversation, one message after another.
   * @returns when to come back for the next one, in milliseconds from now, or undefined when nothing waits
   */
  async deliver(orgId: string, conversationId: string): Promise<number | undefined> {
    for (;;) {
      if (this.stopping) return 1
      const turn = await this.outbox.takeTurn(orgId, conversationId, settleMsOf(this.env))
      if (turn.kind === 'nothing') return undefined
      if (turn.kind === 'wait') return Math.max(turn.untilMs - Date.now(), 10)
      if (turn.kind === 'send') await this.send(turn.outgoing)
      else await this.settle(turn.outgoing)
    }
  }

  private async send(outgoing: Outgoing): Promise<void> {
    const { message } = outgoing
    const outcome = await this.call(outgoing)
    if (outcome.kind === 'accepted') {
      // Where Twilio can't report back, its having taken the message is the last thing that is known.
      const status = this.statusCallbackFor(message)
        ? (statusFromTwilio(outcome.status) ?? 'sending')
        : 'sent'
      await this.outbox.advance(message, { sid: outcome.sid, status })
    } else await this.handleFailure(outgoing, outcome)
  }

  private async call({ message, account, replyAddress }: Outgoing): Promise<SendOutcome> {
    if (!account.active) return { kind: 'refused', code: 'account_inactive' }
    try {
      return await this.twilio.send(this.vault.credentialsOf(account), {
        from: toTwilioAddress(account.address),
        messagingServiceSid: account.messagingServiceSid,
        to: toTwilioAddress(replyAddress),
        body: message.body,
        statusCallback: this.statusCallbackFor(message),
      })
    } catch (error) {
      // No credentials to call with: Twilio was never asked. A token that can't be opened is the operator's to mend.
      if (error instanceof AppError) {
        const { code, message: reason } = error
        return code === 'unavailable' ? { kind: 'not-taken', code, reason } : { kind: 'refused', code }
      }
      throw error
    }
  }

  /** Our own id rides along, so that a callback finds its row even when Twilio's answer to us was lost. */
  private statusCallbackFor({ orgId, id }: Outgoing['message']): string | undefined {
    // Real Twilio refuses an address it can't reach (21609); without a public one there are no callbacks.
    if (!this.env.publicBaseUrlIsSet && !this.env.TWILIO_API_BASE_URL) return undefined
    return `${statusCallbackUrlOf(this.env.PUBLIC_BASE_URL)}?org=${orgId}&message=${id}`
  }

  private async handleFailure({ message }: Outgoing, failure: SendFailure): Promise<void> {
    if (failure.kind === 'refused') {
      await this.outbox.advance(message, { status: 'failed', errorCode: failure.code })
      return
    }
    this.logger.warn(`message ${message.id}, attempt ${message.attempts}: ${failure.kind}, ${failure.reason}`)
    // Unknown: the row stays claimed, and its next turn asks Twilio what became of it.
    if (failure.kind === 'unknown') return
    if (message.attempts >= this.env.SEND_ATTEMPTS) {
      await this.outbox.advance(message, { status: 'failed', errorCode: failure.code })
    } else await this.outbox.putBack(message, this.backoffMs(message.attempts))
  }

  /**
   * An attempt whose outcome nobody knows: this process or another died in it, or Twilio's answer was lost. Twilio's
   * API is not idempotent, so it is asked first: what its list shows was taken, what it does not show never was.
   */
  private async settle({ message, account, replyAddress }: Outgoing): Promise<void> {
    const claimedAt = message.claimedAt ?? message.sentAt
    let listed
    try {
      const credentials = this.vault.credentialsOf(account)
      const to = toTwilioAddress(replyAddress)
      listed = await this.twilio.listSent(credentials, toTwilioAddress(account.address), to)
    } catch (error) {
      this.logger.warn(
        `message ${message.id}: its outcome is open, and Twilio does not answer: ${String(error)}`,
      )
      if (Date.now() - claimedAt.getTime() > maxSettles * settleMsOf(this.env)) await this.giveUp(message)
      else await this.outbox.askLater(message, settleMsOf(this.env))
      return
    }
    const known = await this.outbox.knownSids(
      account.id,
      listed.map(({ sid }) => sid),
    )
    const ours = listed
      .filter(({ sid, body }) => body === message.body && !known.has(sid))
      // Twilio's clock may run behind ours, by less than this.
      .filter(({ dateCreated }) => dateCreated.getTime() > claimedAt.getTime() - 60_000)
      .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())[0]
    if (ours) {
      const status = statusFromTwilio(ours.status) ?? 'sending'
      await this.outbox.advance(message, { sid: ours.sid, status, errorCode: ours.errorCode ?? undefined })
    } else if (message.attempts >= this.env.SEND_ATTEMPTS) {
      await this.outbox.advance(message, { status: 'failed', errorCode: '20500' })
    } else await this.outbox.putBack(message, this.backoffMs(message.attempts))
  }

  private async giveUp(message: Outgoing['message']): Promise<void> {
    await this.outbox.advance(message, { status: 'unconfirmed', errorCode: 'unconfirmed' })
  }

  private backoffMs(attempts: number): number {
    const exponential = this.env.SEND_BACKOFF_MS * 2 ** (attempts - 1)
    return Math.min(exponential, maxBackoffMs) * (0.75 + Math.random() / 2)
  }
}

/**
 * How long an unanswered attempt is left alone. Never shorter than a call may take: a message that is still on its way
 * to Twilio is not in Twilio's list yet.
 */
function settleMsOf(env: Pick<Env, 'SEND_SETTLE_MS' | 'TWILIO_TIMEOUT_MS'>): number {
  return Math.max(env.SEND_SETTLE_MS, env.TWILIO_TIMEOUT_MS + 500)
}
