import { Injectable } from '@nestjs/common'
import type { Recipient } from '../twilio/inbound-form.js'
import type { TwilioRequest } from '../twilio/twilio-requests.js'
import { ChatAccountDirectory } from './chat-account-directory.js'
import { ClaimsService } from './claims.service.js'
import { CredentialVault } from './credentials.js'
import { EnvironmentAccount } from './environment-account.js'
import type { SigningAccount } from './signing-account.js'

/** Whose is a customer's message? The account's that it is addressed to and whose token signed it. */
@Injectable()
export class FormOwners {
  constructor(
    private readonly directory: ChatAccountDirectory,
    private readonly vault: CredentialVault,
    private readonly environment: EnvironmentAccount,
    private readonly claims: ClaimsService,
  ) {}

  /**
   * The first form that an account signed proves the org's claim to the number.
   * @returns undefined for a wrong signature, and alike for an account nobody here has
   */
  async identify(request: TwilioRequest, recipient: Recipient): Promise<SigningAccount | undefined> {
    const account = await this.findSigner(request, recipient)
    if (!account || account.provenAt || (await this.claims.prove(account))) return account
    // Another form or another org was first, or an admin changed it: who holds the number now?
    const holder = await this.findSigner(request, recipient)
    return holder?.provenAt ? holder : undefined
  }

  private async findSigner(
    request: TwilioRequest,
    recipient: Recipient,
  ): Promise<SigningAccount | undefined> {
    const candidates = await this.directory.find(recipient)
    const account = candidates.find((one) => this.vault.hasSigned(one, request))
    if (account) return account
    const token = this.environment.tokenFor(recipient)
    return token && request.isSignedWith(token) ? this.environment.adopt(recipient) : undefined
  }
}
