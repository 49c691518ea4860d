import type { Message } from '@cloudpa/db'
import { setTimeout as sleep } from 'node:timers/promises'
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common'
import { CredentialVault } from '../chat-accounts/credentials.js'
import { retryOverrides, statusCallbackUrlOf } from '../chat-accounts/present-chat-account.js'
import type { Env } from '../env.js'
import { MediaLinks } from '../media/media-links.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { Slots } from '../platform/slots.js'
import { toTwilioAddress } from '../twilio/address.js'
import { classifyFailure, type SendFailure } from '../twilio/classify-failure.js'
import { standInFor } from '../twilio/stand-in.js'
import { TwilioClient, type ListedMessage, type SendOutcome } from '../twilio/twilio.client.js'
import { findOurs } from './find-ours.js'
import { statusFromTwilio } from './message-status.js'
import { outgoingOf } from './outgoing.js'
import { Outbox, type Claimed, type Turn } from './outbox.js'
import { maxBackoffMs } from './record-status.js'

/** How many settle times to wait while Twilio can't be asked, before a message shows as not confirmed. */
const maxSettles = 10
/** How long to wait for rows that somebody holds, before they are left alone for `heldMs`. */
const heldPausesMs = [10, 40, 150]
const heldMs = 1000
/** When Twilio's list is asked again for what waited for long. */
const lookAgainMs = 30_000

/** From a claimed row to one call to Twilio, and what follows from its outcome. */
@Injectable()
export class DeliverService implements OnModuleDestroy {
  private readonly logger = new Logger('deliver')
  /** A turn is several round trips on one connection: most of the pool is left to everybody else. */
  private readonly turns: Slots
  private stopping = false

  constructor(
    private readonly outbox: Outbox,
    private readonly vault: CredentialVault,
    private readonly twilio: TwilioClient,
    private readonly links: MediaLinks,
    @InjectEnv() private readonly env: Env,
  ) {
    this.turns = new Slots(Math.max(1, Math.floor(env.DATABASE_POOL / 3)))
  }

  get isStopping(): boolean {
    return this.stopping
  }

  /** From here on no further message is begun; whoever asked is told to come back, and another process will. */
  onModuleDestroy(): void {
    this.stopping = true
  }

  /**
   * Sends the message that is next in a conversation, and no more: others may be waiting for whoever asked.
   * @returns when to come back for the one after it, in milliseconds from now, or undefined when nothing waits
   */
  async deliverNext(orgId: string, conversationId: string): Promise<number | undefined> {
    const turn = await this.takeTurnPatiently(orgId, conversationId)
    if (turn.kind === 'nothing') return undefined
    if (turn.kind === 'held') return heldMs
    if (turn.kind === 'wait') return turn.ms
    if (turn.kind === 'send') await this.send(turn.claimed)
    else if (turn.kind === 'look-then-send') await this.lookThenSend(turn.claimed)
    else await this.settle(turn.claimed, turn.openMs)
    return 0
  }

  /** Most rows are held for milliseconds: they are tried again at once, without a connection meanwhile. */
  private async takeTurnPatiently(orgId: string, conversationId: string): Promise<Turn> {
    for (const pauseMs of heldPausesMs) {
      const turn = await this.turns.run(() => this.takeTurn(orgId, conversationId))
      if (turn.kind !== 'held') return turn
      await sleep(pauseMs)
    }
    return this.turns.run(() => this.takeTurn(orgId, conversationId))
  }

  private async takeTurn(orgId: string, conversationId: string): Promise<Turn> {
    if (this.stopping) return { kind: 'wait', ms: 1 }
    return this.outbox.takeTurn(orgId, conversationId, settleMsOf(this.env))
  }

  private async send(claimed: Claimed): Promise<void> {
    const outcome = await this.call(claimed)
    if (outcome.kind === 'accepted') await this.accept(claimed, outcome)
    else await this.handleFailure(claimed, outcome)
  }

  /**
   * A message that waited for long. After a backup was restored, it may already have been sent in the lost time, so
   * Twilio's list is checked first, as for an attempt with an unknown outcome. If Twilio doesn't answer, nothing is sent;
   * an account it doesn't let list messages can't send either, and fails with that reason.
   */
  private async lookThenSend(claimed: Claimed): Promise<void> {
    const { message, account } = claimed
    const isSameNumber = message.accountSid === account.accountSid && message.fromAddress === account.address
    if (!account.active || !isSameNumber) return this.send(claimed)
    let ours
    try {
      ours = await this.look(claimed)
    } catch (error) {
      if (error instanceof AppError) return this.send(claimed)
      const failure = classifyFailure(error)
      if (failure.kind === 'refused' || failure.kind === 'shut-out') return this.send(claimed)
      this.logger.warn(`message ${message.id} waits: could not look it up at Twilio: ${String(error)}`)
      return this.outbox.putBack(message, lookAgainMs * (0.75 + Math.random() / 2), false)
    }
    if (ours) await this.concludeFound(message, ours)
    // Somebody who compares all of Twilio's list may have found it just now.
    else if (await this.outbox.stands(message)) await this.send(claimed)
  }

  /**
   * An acceptance counts even when the claim is over, unlike every other outcome: the customer gets what Twilio took.
   * The row takes its sid if it has none, which also takes it out of line; a later attempt that asked the list before
   * this one was in it has then sent a second time, which nobody can undo.
   */
  private async accept(claimed: Claimed, { sid, status }: { sid: string; status: string }): Promise<void> {
    // Where Twilio can't report back, its having taken the message is the last thing that is known.
    const known = this.statusCallbackFor(claimed) ? (statusFromTwilio(status) ?? 'sending') : 'sent'
    await this.outbox.advance(claimed.message, { sid, status: known })
    if (claimed.account.alarmCode) await this.outbox.letIn(claimed.account)
  }

  private async call(claimed: Claimed): Promise<SendOutcome> {
    const { message, account, replyAddress, until } = claimed
    if (!account.active) return { kind: 'refused', code: account.removedAt ? 'number_removed' : 'number_off' }
    const { body, file, place, template } = outgoingOf(message)
    // Real Twilio could not fetch it, and would say so only after a while.
    if (file && !this.canBeReached(account)) return { kind: 'refused', code: 'no_public_address' }
    try {
      const outgoing = {
        from: toTwilioAddress(account.address),
        messagingServiceSid: account.messagingServiceSid,
        to: toTwilioAddress(replyAddress),
        body,
        mediaUrl: file && `${this.env.PUBLIC_BASE_URL}${this.links.pathFor(message.orgId, file)}`,
        persistentAction: place,
        template,
        statusCallback: this.statusCallbackFor(claimed),
      }
      return await this.twilio.send(this.vault.credentialsOf(account), outgoing, until)
    } catch (error) {
      // No credentials to call with: Twilio was never asked. A token that can't be opened is the operator's to mend.
      if (error instanceof AppError) {
        const code = error.params.reason
        if (code === 'token_sealed') return { kind: 'not-taken', code, reason: error.message }
        return { kind: 'refused', code }
      }
      throw error
    }
  }

  /** Our own id rides along, so that a callback finds its row even when Twilio's answer to us was lost. */
  private statusCallbackFor({ message, account }: Claimed): string | undefined {
    // Real Twilio refuses an address it can't reach (21609); without a public one there are no callbacks.
    if (!this.canBeReached(account)) return undefined
    return `${statusCallbackUrlOf(this.env.PUBLIC_BASE_URL)}?org=${message.orgId}&message=${message.id}${retryOverrides}`
  }

  private canBeReached({ accountSid }: Claimed['account']): boolean {
    return this.env.publicBaseUrlIsSet || standInFor(this.env, accountSid) !== undefined
  }

  private async handleFailure(claimed: Claimed, failure: SendFailure): Promise<void> {
    const { message } = claimed
    const isOver = failure.kind === 'shut-out' && claimed.isOverdue
    if (failure.kind === 'refused' || isOver) {
      await this.outbox.conclude(message, { status: 'failed', errorCode: failure.code })
      return
    }
    this.logger.warn(`message ${message.id}, attempt ${message.attempts}: ${failure.kind}, ${failure.reason}`)
    // Unknown: the row stays claimed, and its next turn asks Twilio what became of it.
    if (failure.kind === 'not-taken') await this.tryAgain(message, failure.code, failure.retryAfterMs)
    if (failure.kind === 'shut-out') await this.outbox.shutOut(claimed, failure.code)
  }

  /** @param retryAfterMs how long Twilio wants to be left alone */
  private async tryAgain(message: Message, errorCode: string, retryAfterMs = 0): Promise<void> {
    if (message.attempts >= this.env.SEND_ATTEMPTS) {
      await this.outbox.conclude(message, { status: 'failed', errorCode })
      return
    }
    const backoffMs = this.backoffMs(message.attempts)
    await this.outbox.putBack(
      message,
      Math.max(backoffMs, Math.min(retryAfterMs, maxBackoffMs) + backoffMs / 2),
    )
  }

  /**
   * An attempt whose outcome nobody knows: this process or another died in it, or Twilio's answer was lost. Twilio's
   * API is not idempotent, so it is asked first: what its list shows was taken, what it does not show never was.
   * @param openMs how long ago the attempt began
   */
  private async settle(claimed: Claimed, openMs: number): Promise<void> {
    const { message, account } = claimed
    if (message.accountSid !== account.accountSid || message.fromAddress !== account.address) {
      // Another account can't be asked what this one took, and its silence would have it sent twice.
      await this.outbox.conclude(message, { status: 'unconfirmed', errorCode: 'unconfirmed' })
      return
    }
    let ours
    try {
      ours = await this.look(claimed)
    } catch (error) {
      this.logger.warn(
        `message ${message.id}: nobody knows whether it left, and it could not be looked up: ${String(error)}`,
      )
      const settleMs = settleMsOf(this.env)
      if (openMs < maxSettles * settleMs) await this.outbox.askLater(message, settleMs)
      else await this.outbox.conclude(message, { status: 'unconfirmed', errorCode: 'unconfirmed' })
      return
    }
    if (ours) await this.concludeFound(message, ours)
    else await this.tryAgain(message, '20500')
  }

  private async concludeFound(message: Message, ours: ListedMessage | 'unclear'): Promise<void> {
    if (ours === 'unclear') {
      await this.outbox.conclude(message, { status: 'unconfirmed', errorCode: 'unconfirmed' })
      return
    }
    const status = statusFromTwilio(ours.status) ?? 'sending'
    await this.outbox.conclude(message, { sid: ours.sid, status, errorCode: ours.errorCode ?? undefined })
    if (ours.price) await this.outbox.notePrice({ ...message, sid: ours.sid }, ours.price)
  }

  /** What Twilio's list shows of a message. @throws when there are no credentials, or Twilio does not answer */
  private async look({ message, account, replyAddress }: Claimed) {
    const [from, to] = [toTwilioAddress(account.address), toTwilioAddress(replyAddress)]
    const listed = await this.twilio.listSent(this.vault.credentialsOf(account), from, to)
    const outgoing = outgoingOf(message)
    const sids = listed.map(({ sid }) => sid)
    const known = await this.outbox.knownSids(message, sids)
    const isListed = listed.some(({ sid, body }) => body === outgoing.body && !known.has(sid))
    const hasTwin = isListed && (await this.outbox.hasTwin(message))
    const firstClaimedAt = message.firstClaimedAt ?? message.occurredAt
    return findOurs(listed, { outgoing, firstClaimedAt, known, hasTwin })
  }

  private backoffMs(attempts: number): number {
    const exponential = this.env.SEND_BACKOFF_MS * 2 ** (attempts - 1)
    return Math.min(exponential, maxBackoffMs) * (0.75 + Math.random() / 2)
  }
}

/**
 * How long a claim holds, and an unanswered attempt is left alone. A call may begin in its first half and take as long
 * again: a message that is still on its way to Twilio is not in Twilio's list yet.
 */
function settleMsOf(env: Pick<Env, 'SEND_SETTLE_MS' | 'TWILIO_TIMEOUT_MS'>): number {
  return Math.max(env.SEND_SETTLE_MS, 2 * env.TWILIO_TIMEOUT_MS + 500)
}
