import type { ChatAccount } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { AppError } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { keyIdOf, open, seal, type SecretKeys } from '../platform/secret-box.js'
import { InjectSecretKeys } from '../platform/secret-keys.js'
import type { Credentials } from '../twilio/twilio.client.js'
import type { TwilioRequest } from '../twilio/twilio-requests.js'
import type { SigningAccount } from './signing-account.js'

type Owner = Pick<ChatAccount, 'orgId' | 'id'>

/** Seals and opens the auth tokens of chatAccounts. A sealed token opens only in the row it was made for. */
@Injectable()
export class CredentialVault {
  /** By row object, so that it is forgotten with the row: the webhook checks a signature for each form. */
  private readonly opened = new WeakMap<Owner, Credentials>()

  constructor(
    @InjectEnv() private readonly env: Env,
    @InjectSecretKeys() private readonly keys: SecretKeys,
  ) {}

  sealToken(owner: Owner, authToken: string): string {
    return seal(this.keys, authToken, boundTo(owner))
  }

  /**
   * What to call Twilio with, and to check its signatures with: the account's own, or the environment's for the account
   * that stands for them.
   * @throws {AppError} when there are none
   */
  credentialsOf(
    account: Owner & Pick<ChatAccount, 'accountSid' | 'authTokenSealed' | 'removedAt'>,
  ): Credentials {
    // A removed account has no token either, and must not borrow the environment's.
    if (account.removedAt) throw new AppError('number_removed')
    if (account.authTokenSealed) {
      const known = this.opened.get(account)
      if (known) return known
      const authToken = this.openToken(account, account.authTokenSealed)
      const credentials = { accountSid: account.accountSid, authToken }
      this.opened.set(account, credentials)
      return credentials
    }
    if (this.env.twilio?.accountSid === account.accountSid) return this.env.twilio
    throw new AppError('no_auth_token')
  }

  private openToken(owner: Owner, sealed: string): string {
    try {
      return open(this.keys, sealed, boundTo(owner))
    } catch (error) {
      throw new AppError('token_sealed', { key: String(keyIdOf(sealed)) }, { cause: error })
    }
  }

  /** The first of some accounts whose token Twilio signed a request with. An account that has none signs nothing. */
  findSigner(accounts: SigningAccount[], request: TwilioRequest): FoundSigner {
    let unopened: AppError | undefined
    for (const account of accounts) {
      try {
        if (request.isSignedWith(this.credentialsOf(account).authToken)) return { signer: account }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (error.code === 'unavailable') unopened ??= error
      }
    }
    return { unopened }
  }
}

/** Who signed a request; if nobody known, why one account's token could not be tried: it may have been that one. */
export interface FoundSigner {
  signer?: SigningAccount
  unopened?: AppError | undefined
}

function boundTo({ orgId, id }: Owner): string {
  return `org:${orgId}/chatAccount:${id}/authToken`
}
