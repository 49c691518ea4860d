import type { ValidationResult } from '@cloudpa/contracts/chat-accounts'
import { Injectable, Logger } from '@nestjs/common'
import { explainCredentials } from '../twilio/explain-credentials.js'
import { TwilioClient } from '../twilio/twilio.client.js'
import { ClaimsService } from './claims.service.js'
import { CredentialVault } from './credentials.js'
import type { SigningAccount } from './signing-account.js'

/** Between two questions about one account that nobody pressed a button for: a wrong token stays wrong. */
const pauseMs = 60_000
/** More unproven accounts than get messages within a pause. */
const maxRemembered = 10_000

/** Proves claims: Twilio itself accepts the credentials. */
@Injectable()
export class ClaimProofs {
  private readonly logger = new Logger('chat-accounts')
  private readonly askedAtMs = new Map<string, number>()

  constructor(
    private readonly vault: CredentialVault,
    private readonly twilio: TwilioClient,
    private readonly claims: ClaimsService,
  ) {}

  /**
   * Asks Twilio whether the stored credentials work, which proves the org's claim.
   * @throws {AppError} already_claimed when another org proved the same number before
   */
  async validate(account: SigningAccount): Promise<ValidationResult> {
    const credentials = this.vault.credentialsOf(account)
    await this.claims.refuseHeld(account)
    const result = await explainCredentials(() => this.twilio.fetchAccount(credentials))
    if (result.ok && !account.provenAt && !(await this.claims.prove(account))) {
      await this.claims.refuseHeld(account)
    }
    if (result.ok) await this.claims.letIn(account)
    return result
  }

  /**
   * Asks the same beside the answer to a form that an unproven account signed. The form alone proves nothing: whoever
   * wrote a made-up token into Settings can sign with it.
   */
  askBeside(account: SigningAccount): void {
    const nowMs = performance.now()
    if (nowMs - (this.askedAtMs.get(account.id) ?? -pauseMs) < pauseMs) return
    if (this.askedAtMs.size >= maxRemembered) this.askedAtMs.clear()
    this.askedAtMs.set(account.id, nowMs)
    this.validate(account).catch((error: unknown) =>
      this.logger.warn(`the number ${account.id} stays unproven: ${String(error)}`),
    )
  }
}
