import type { Pool } from '@cloudpa/db'
import { Injectable, Optional } from '@nestjs/common'
import { InjectWebhookPool } from '../platform/database.js'
import { SharedLookup } from '../platform/shared-lookup.js'
import { HintListener } from '../realtime/hints.js'
import type { Recipient } from '../twilio/inbound-form.js'
import { findCandidates } from './find-candidates.js'
import type { SigningAccount } from './signing-account.js'

/** A proven number is remembered this long, unless a hint says that something of its org changed. */
const maxAgeMs = 30_000
const maxRemembered = 10_000

/**
 * Which chatAccount is a form for? Every sandbox of Twilio shares one number, so the number alone names nobody:
 * (AccountSid, To) does, or the account's Messaging Service. All of this runs for strangers too: only who has proven a
 * number is remembered, one row a number, and everything else costs a shared look-up.
 */
@Injectable()
export class ChatAccountDirectory {
  private generation = 0
  private readonly remembered = new Map<string, { holder: SigningAccount; at: number }>()
  private readonly lookup = new SharedLookup((recipients: Recipient[]) =>
    findCandidates(this.pool, recipients),
  )

  constructor(
    @InjectWebhookPool() private readonly pool: Pool,
    @Optional() private readonly hints?: HintListener,
  ) {
    hints?.onHint((hint) => {
      if (hint.kind === 'chat-accounts') for (const orgId of hint.orgIds) this.forget(orgId)
    })
    hints?.onReconnect(() => this.forgetAll())
  }

  /**
   * The few accounts, active or not, that a form may be for: one if its number is proven. Anybody can write another's
   * number or Messaging Service into Settings, so else only the signature says which of several it is.
   */
  async find(recipient: Recipient): Promise<SigningAccount[]> {
    const { accountSid, to } = recipient
    const known = to === undefined ? undefined : this.remembered.get(keyOf(accountSid, to))
    if (known && this.hints?.connected && Date.now() - known.at < maxAgeMs) return [known.holder]
    const { generation } = this
    const candidates = await this.lookup.find(recipient)
    const holder = candidates.find(({ address, provenAt }) => provenAt && address === to)
    if (!holder) return candidates
    // What was loaded before a change may be told after it.
    if (generation === this.generation) this.remember(holder)
    return [holder]
  }

  private remember(holder: SigningAccount): void {
    // Made of the row's own texts: the form's would keep the whole form in memory.
    const key = keyOf(holder.accountSid, holder.address)
    this.remembered.delete(key)
    const [oldest] = this.remembered.keys()
    if (oldest !== undefined && this.remembered.size >= maxRemembered) this.remembered.delete(oldest)
    this.remembered.set(key, { holder, at: Date.now() })
  }

  /** An org's numbers changed, here or in another process. A number that was nobody's is not remembered anyway. */
  forget(orgId: string): void {
    this.generation += 1
    for (const [key, { holder }] of this.remembered) {
      if (holder.orgId === orgId) this.remembered.delete(key)
    }
  }

  private forgetAll(): void {
    this.generation += 1
    this.remembered.clear()
  }
}

const keyOf = (accountSid: string, address: string) => `${accountSid} ${address}`
