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
  private readonly remembered = new Map<string, { account: ChatAccount; at: number }>()

  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    @Optional() private readonly hints?: HintListener,
  ) {
    hints?.onHint((hint) => {
      if (hint.kind === 'chat-accounts') this.remembered.clear()
    })
    hints?.onReconnect(() => this.remembered.clear())
  }

  /** @returns the account, active or not; undefined when none or more than one answers to the form */
  async find(recipient: Recipient): Promise<ChatAccount | undefined> {
    const key = JSON.stringify([recipient.accountSid, recipient.to, recipient.messagingServiceSid])
    const found = this.remembered.get(key)
    if (found && this.hints?.connected && Date.now() - found.at < maxAgeMs) return found.account
    const account = await this.load(recipient)
    if (account) {
      if (this.remembered.size >= maxRemembered) this.remembered.clear()
      this.remembered.set(key, { account, at: Date.now() })
    }
    return account
  }

  private async load({ accountSid, to, messagingServiceSid }: Recipient): Promise<ChatAccount | undefined> {
    const accounts = await this.prisma.chatAccount.findMany({ where: { accountSid, removedAt: null } })
    if (to) {
      const byNumber = accounts.find(({ address }) => address === to)
      if (byNumber) return byNumber
    }
    if (messagingServiceSid)
      return onlyOne(accounts.filter((row) => row.messagingServiceSid === messagingServiceSid))
    // Some old forms carry no To at all; then the account is named only if it has a single number here.
    return to ? undefined : onlyOne(accounts)
  }

  /** This process changed an account: forget at once, other processes hear the hint. */
  forget(): void {
    this.remembered.clear()
  }
}

function onlyOne<T>(rows: T[]): T | undefined {
  return rows.length === 1 ? rows[0] : undefined
}
