import { randomInt } from 'node:crypto'
import type { Pool } from '@cloudpa/db'
import { Injectable, Optional } from '@nestjs/common'
import { InjectWebhookPool } from '../platform/database.js'
import { SharedLookup } from '../platform/shared-lookup.js'
import { HintListener } from '../realtime/hints.js'
import type { Recipient } from '../twilio/inbound-form.js'
import { signingAccountColumns, type SigningAccount } from './signing-account.js'

/** The accounts of a Twilio account are remembered this long, unless a hint says they changed. */
const maxAgeMs = 30_000
const maxRemembered = 10_000
/** Far more numbers than a Twilio account has; anybody can write another's AccountSid into Settings. */
const maxPerAccountSid = 1_000
/** Each signature that is tried costs time, and who sends a form is not known before one fits. */
const maxCandidates = 5

/**
 * Which chatAccount is a form for? Every sandbox of Twilio shares one number, so the number alone names nobody:
 * (AccountSid, To) does, or the account's Messaging Service. All of this runs for strangers too: only what exists is
 * remembered, by Twilio account, and what does not exist costs a shared look-up.
 */
@Injectable()
export class ChatAccountDirectory {
  private generation = 0
  private readonly remembered = new Map<string, { accounts: SigningAccount[]; at: number }>()
  private readonly lookup = new SharedLookup((accountSids: string[]) => this.load(accountSids))

  constructor(
    @InjectWebhookPool() private readonly pool: Pool,
    @Optional() private readonly hints?: HintListener,
  ) {
    hints?.onHint((hint) => {
      if (hint.kind === 'chat-accounts') this.forget()
    })
    hints?.onReconnect(() => this.forget())
  }

  /**
   * The few accounts, active or not, that a form may be for: one if its number is proven. Anybody can write another's
   * number or Messaging Service into Settings, so else only the signature says which of several it is.
   */
  async find(recipient: Recipient): Promise<SigningAccount[]> {
    return choose(await this.accountsOf(recipient.accountSid), recipient)
  }

  private async accountsOf(accountSid: string): Promise<SigningAccount[]> {
    const known = this.remembered.get(accountSid)
    if (known && this.hints?.connected && Date.now() - known.at < maxAgeMs) return known.accounts
    const { generation } = this
    const accounts = await this.lookup.find(accountSid)
    // What was loaded before a change may be told after it.
    if (accounts.length > 0 && generation === this.generation) this.remember(accountSid, accounts)
    return accounts
  }

  private remember(accountSid: string, accounts: SigningAccount[]): void {
    this.remembered.delete(accountSid)
    const [oldest] = this.remembered.keys()
    if (oldest !== undefined && this.remembered.size >= maxRemembered) this.remembered.delete(oldest)
    this.remembered.set(accountSid, { accounts, at: Date.now() })
  }

  private async load(accountSids: string[]): Promise<SigningAccount[][]> {
    const { rows } = await this.pool.query<SigningAccount>({
      name: 'chat accounts of Twilio accounts',
      text: `
        SELECT ${signingAccountColumns}
        FROM (
          SELECT *, row_number() OVER (PARTITION BY account_sid ORDER BY proven_at NULLS LAST, created_at) AS place
          FROM chat_account WHERE account_sid = ANY ($1) AND removed_at IS NULL
        ) AS numbered
        WHERE place <= $2 ORDER BY place`,
      values: [[...new Set(accountSids)], maxPerAccountSid],
    })
    const found = new Map(accountSids.map((accountSid) => [accountSid, [] as SigningAccount[]]))
    for (const row of rows) found.get(row.accountSid)?.push(row)
    return accountSids.map((accountSid) => found.get(accountSid) ?? [])
  }

  /** This process changed an account: forget at once, other processes hear the hint. */
  forget(): void {
    this.generation += 1
    this.remembered.clear()
  }
}

function choose(accounts: SigningAccount[], { to, messagingServiceSid }: Recipient): SigningAccount[] {
  const byNumber = accounts.filter(({ address }) => address === to)
  const holder = byNumber.find(({ provenAt }) => provenAt)
  if (holder) return [holder]
  // Some old forms carry neither To nor service; then the AccountSid has to do.
  const others = messagingServiceSid
    ? accounts.filter((row) => row.messagingServiceSid === messagingServiceSid)
    : accounts.filter(() => to === undefined)
  return [...new Set([...few(byNumber), ...few(others)])]
}

/** Proven ones first. Which of too many others are tried is left to chance, so that nobody can crowd the owner out. */
function few(accounts: SigningAccount[]): SigningAccount[] {
  if (accounts.length <= maxCandidates) return accounts
  const proven = accounts.filter(({ provenAt }) => provenAt)
  const others = accounts.filter(({ provenAt }) => !provenAt)
  const first = randomInt(others.length + 1)
  return [...proven, ...others.slice(first), ...others.slice(0, first)].slice(0, maxCandidates)
}
