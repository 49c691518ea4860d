import type { ChatAccount, PrismaClient } from '@cloudpa/db'
import { Injectable, Optional } from '@nestjs/common'
import { InjectPrisma } from '../platform/database.js'
import { HintListener } from '../realtime/hints.js'
import type { Recipient } from '../twilio/inbound-form.js'

/** An account found for a form is remembered this long, unless a hint says it changed. */
const maxAgeMs = 30_000
const maxRemembered = 10_000

/**
 * Which chatAccount is a form for? Every sandbox of Twilio shares one number, so the number alone names nobody:
 * (AccountSid, To) does, or the account's Messaging Service.
 */
@Injectable()
export class ChatAccountDirectory {
  private generation = 0
  private readonly remembered = new Map<string, { accounts: ChatAccount[]; at: number }>()

  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    @Optional() private readonly hints?: HintListener,
  ) {
    hints?.onHint((hint) => {
      if (hint.kind === 'chat-accounts') this.forget()
    })
    hints?.onReconnect(() => this.forget())
  }

  /**
   * The accounts, active or not, that a form may be for, oldest first: one if its number is known. Anybody can write
   * another's AccountSid or Messaging Service into Settings, so only the signature says which of several it is.
   */
  async find(recipient: Recipient): Promise<ChatAccount[]> {
    const key = JSON.stringify([recipient.accountSid, recipient.to, recipient.messagingServiceSid])
    const found = this.remembered.get(key)
    if (found && this.hints?.connected && Date.now() - found.at < maxAgeMs) return found.accounts
    const { generation } = this
    const accounts = await this.load(recipient)
    // What was loaded before a change may be told after it.
    if (accounts.length > 0 && generation === this.generation) {
      if (this.remembered.size >= maxRemembered) this.remembered.clear()
      this.remembered.set(key, { accounts, at: Date.now() })
    }
    return accounts
  }

  private async load({ accountSid, to, messagingServiceSid }: Recipient): Promise<ChatAccount[]> {
    const accounts = await this.prisma.chatAccount.findMany({
      where: { accountSid, removedAt: null },
      orderBy: { createdAt: 'asc' },
    })
    const byNumber = accounts.filter(({ address }) => address === to)
    if (byNumber.length > 0) return byNumber
    if (messagingServiceSid) return accounts.filter((row) => row.messagingServiceSid === messagingServiceSid)
    // Some old forms carry no To at all; then the AccountSid has to do.
    return to ? [] : accounts
  }

  /** This process changed an account: forget at once, other processes hear the hint. */
  forget(): void {
    this.generation += 1
    this.remembered.clear()
  }
}
