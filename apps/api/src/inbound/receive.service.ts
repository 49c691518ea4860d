import { Injectable, Logger } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { ChatAccountDirectory } from '../chat-accounts/chat-account-directory.js'
import { CredentialVault } from '../chat-accounts/credentials.js'
import { EnvironmentAccount } from '../chat-accounts/environment-account.js'
import type { SigningAccount } from '../chat-accounts/signing-account.js'
import { AppError } from '../platform/app-error.js'
import { SparingLog } from '../platform/sparing-log.js'
import { readInboundForm, readRecipient, type Recipient } from '../twilio/inbound-form.js'
import { TwilioRequests, type TwilioRequest } from '../twilio/twilio-requests.js'
import { Receipts } from './receipts.js'

/** From Twilio's POST to a committed receipt. */
@Injectable()
export class ReceiveService {
  private readonly logger = new Logger('webhook')
  private readonly refusals = new SparingLog(this.logger)

  constructor(
    private readonly requests: TwilioRequests,
    private readonly directory: ChatAccountDirectory,
    private readonly vault: CredentialVault,
    private readonly environment: EnvironmentAccount,
    private readonly receipts: Receipts,
  ) {}

  /**
   * Checks the signature and stores the form. Resolves only after the commit.
   * @throws {AppError} invalid_signature, alike for a wrong signature and for an account nobody here has
   */
  async receive(http: FastifyRequest): Promise<void> {
    const request = this.requests.read(http)
    const recipient = readRecipient(request.form)
    const inbound = readInboundForm(request.form)
    const account = recipient && (await this.authenticate(request, recipient))
    if (!account) {
      const { accountSid = '(none)', to = '(none)' } = recipient ?? {}
      this.refusals.warn(`refused a form for account ${accountSid} to ${to.slice(0, 64)}`)
      throw new AppError('invalid_signature', 'The X-Twilio-Signature does not fit this form and address.')
    }
    if (!inbound) return this.logger.warn('a signed form holds no message: it has no MessageSid or no From')
    if (!account.active) return
    await this.receipts.accept({
      orgId: account.orgId,
      chatAccountId: account.id,
      messageSid: inbound.sid,
      form: request.form.raw.replaceAll('\0', '%00'),
    })
  }

  private async authenticate(
    request: TwilioRequest,
    recipient: Recipient,
  ): Promise<SigningAccount | undefined> {
    const candidates = await this.directory.find(recipient)
    const account = candidates.find((one) => this.vault.hasSigned(one, request))
    if (account || candidates.length > 0) return account
    const token = this.environment.tokenFor(recipient)
    return token && request.isSignedWith(token) ? this.environment.adopt(recipient) : undefined
  }
}
