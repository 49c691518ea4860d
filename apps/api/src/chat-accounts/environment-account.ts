import type { ChatAccount, SystemClient } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import { InjectSystem } from '../platform/database.js'
import { isDuplicate } from '../platform/is-duplicate.js'
import { newId } from '../platform/new-id.js'
import { readAddress, toTwilioAddress } from '../twilio/address.js'
import type { Recipient } from '../twilio/inbound-form.js'

/**
 * The first run: somebody set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN and nothing else. Those credentials serve the
 * oldest org that the operator made, never one that somebody signed up for. Its chatAccount is made when the first
 * signed form arrives, and stores no token of its own.
 */
@Injectable()
export class EnvironmentAccount {
  constructor(
    @InjectEnv() private readonly env: Env,
    @InjectSystem() private readonly system: SystemClient,
  ) {}

  /** The token to check a form with that no chatAccount answers to; undefined when the environment is not meant either. */
  tokenFor({ accountSid, to }: Recipient): string | undefined {
    const { twilio } = this.env
    if (!twilio || twilio.accountSid !== accountSid) return undefined
    const from = readAddress(twilio.from)?.value
    return from === undefined || to === undefined || from === to ? twilio.authToken : undefined
  }

  /**
   * Makes the chatAccount for a form whose signature was checked with the environment's token.
   * @returns undefined when there is no org yet, no number to make it for, or an admin removed it
   */
  async adopt({ accountSid, to, messagingServiceSid }: Recipient): Promise<ChatAccount | undefined> {
    const address = to ?? readAddress(this.env.twilio?.from)?.value
    const org = await this.system.org.findFirst({
      where: { byOperator: true },
      orderBy: { createdAt: 'asc' },
    })
    if (!org || !address) return undefined
    const removed = { orgId: org.id, accountSid, address, removedAt: { not: null } }
    // An admin took it out of Settings; the environment does not put it back.
    if (await this.system.chatAccount.findFirst({ where: removed })) return undefined
    await this.system.$executeRaw`
      INSERT INTO chat_account
        (org_id, id, external_phone_id, address, account_sid, messaging_service_sid, proven_at, updated_at)
      VALUES (${org.id}::uuid, ${newId()}::uuid, ${toTwilioAddress(address)}, ${address}, ${accountSid},
              ${messagingServiceSid ?? null}, now(), now())
      ON CONFLICT DO NOTHING`.catch(unlessHeld)
    // An account with a token of its own is another's, or an admin's: what the environment signed is not for it.
    const account = await this.system.chatAccount.findFirst({
      where: { orgId: org.id, accountSid, address, removedAt: null, authTokenSealed: null },
    })
    return account ?? undefined
  }
}

/** Another org has the number proven: then it stays theirs, as it would if this one had found it out before. */
function unlessHeld(error: unknown): void {
  if (!isDuplicate(error)) throw error
}
