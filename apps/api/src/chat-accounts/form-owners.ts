import { Injectable } from '@nestjs/common'
import { AppError } from '../platform/app-error.js'
import type { Recipient } from '../twilio/inbound-form.js'
import type { TwilioRequest } from '../twilio/twilio-requests.js'
import { ChatAccountDirectory } from './chat-account-directory.js'
import { ClaimProofs } from './claim-proofs.js'
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
    private readonly proofs: ClaimProofs,
  ) {}

  /**
   * A form that an unproven account signed makes us ask Twilio about it.
   * @returns undefined for a wrong signature, and alike for an account nobody here has
   * @throws {AppError} unavailable when it may be signed with a token that can't be opened
   */
  async identify(request: TwilioRequest, recipient: Recipient): Promise<SigningAccount | undefined> {
    const account = await this.findSigner(request, recipient)
    if (account && !account.provenAt) this.proofs.askBeside(account)
    return account
  }

  private async findSigner(
    request: TwilioRequest,
    recipient: Recipient,
  ): Promise<SigningAccount | undefined> {
    const candidates = await this.directory.find(recipient)
    const { signer, unopened } = this.vault.findSigner(candidates, request)
    if (signer) return signer
    const token = this.environment.tokenFor(recipient)
    const adopted = token && request.isSignedWith(token) ? await this.environment.adopt(recipient) : undefined
    // Whoever asks is not known: which key is missing is for the log alone.
    if (!adopted && unopened) throw new AppError('token_unopened', undefined, { cause: unopened })
    return adopted
  }
}
