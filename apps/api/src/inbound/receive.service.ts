import { Injectable, Logger } from '@nestjs/common'
import { FormOwners } from '../chat-accounts/form-owners.js'
import { AppError } from '../platform/app-error.js'
import type { Posted } from '../platform/short-way.js'
import { SparingLog } from '../platform/sparing-log.js'
import { readEssentials, readRecipient } from '../twilio/inbound-form.js'
import { TwilioRequests } from '../twilio/twilio-requests.js'
import { WebhookEvents } from './webhook-events.js'

/** From Twilio's POST to a committed webhook event. */
@Injectable()
export class ReceiveService {
  private readonly logger = new Logger('webhook')
  private readonly refusals = new SparingLog(this.logger)
  private readonly strays = new SparingLog(this.logger)

  constructor(
    private readonly requests: TwilioRequests,
    private readonly owners: FormOwners,
    private readonly events: WebhookEvents,
  ) {}

  /**
   * Checks the signature and stores the form. Resolves only after the commit.
   * @throws {AppError} invalid_signature, alike for a wrong signature and for an account nobody here has
   */
  async receive(posted: Posted): Promise<void> {
    const arrivedMs = posted.arrivedMs ?? performance.now()
    const request = this.requests.read(posted)
    const recipient = readRecipient(request.form)
    const message = readEssentials(request.form)
    const account = recipient && (await this.owners.identify(request, recipient))
    if (!account) {
      const { accountSid = '(none)', to = '(none)' } = recipient ?? {}
      this.refusals.warn(`refused a form for account ${accountSid} to ${to.slice(0, 64)}`)
      throw new AppError('signature')
    }
    if (!message) return this.strays.warn('a signed form holds no message: it has no MessageSid or no From')
    if (!account.active) return
    await this.events.accept({
      orgId: account.orgId,
      chatAccountId: account.id,
      kind: 'message',
      sid: message.sid,
      form: request.form.raw.replaceAll('\0', '%00'),
      arrivedMs,
    })
  }
}
