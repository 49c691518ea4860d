import type { ChatAccount, Door } from '@cloudpa/db'
import { Injectable, Logger } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { CredentialVault } from '../chat-accounts/credentials.js'
import { InjectDoor } from '../platform/database.js'
import { SparingLog } from '../platform/sparing-log.js'
import { TwilioClient } from '../twilio/twilio.client.js'
import { windowMs } from './free-text-window.js'

/** What WhatsApp shows vanishes after 25 s (https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource). */
const againMs = 20_000
const maxRemembered = 10_000

interface Place {
  orgId: string
  conversationId: string
}

/** Shows customers that somebody types, on numbers whose admin wants that: it marks what they wrote as read. */
@Injectable()
export class TypingIndicator {
  private readonly log = new SparingLog(new Logger('typing'))
  private readonly shown = new LRUCache<string, true>({ max: maxRemembered, ttl: againMs })

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly vault: CredentialVault,
    private readonly twilio: TwilioClient,
  ) {}

  /** Somebody types in a conversation. Never throws, nor waits: who types goes on, and says so again. */
  note(place: Place): void {
    const key = `${place.orgId}:${place.conversationId}`
    if (this.shown.has(key)) return
    this.shown.set(key, true)
    this.show(place).catch((error: unknown) =>
      this.log.warn(`could not show a customer that somebody is typing: ${String(error)}`),
    )
  }

  private async show({ orgId, conversationId }: Place): Promise<void> {
    const found = await this.door.readOrg(orgId, async (tx) => {
      const [last] = await tx.$queryRaw<{ sid: string; chatAccountId: string }[]>`
        SELECT m.sid, m.chat_account_id AS "chatAccountId"
        FROM conversation c
        JOIN chat_account a ON a.org_id = c.org_id AND a.id = c.chat_account_id
        JOIN message m ON m.org_id = c.org_id AND m.conversation_id = c.id AND m.position = c.last_inbound_position
        WHERE c.org_id = ${orgId}::uuid AND c.id = ${conversationId}::uuid
          AND a.typing_indicator AND a.active AND a.removed_at IS NULL AND m.sid IS NOT NULL
          AND c.last_inbound_at > clock_timestamp() - ${windowMs} * interval '1 millisecond'`
      if (!last) return undefined
      const account = await tx.chatAccount.findUniqueOrThrow({
        where: { orgId_id: { orgId, id: last.chatAccountId } },
      })
      return { account, sid: last.sid }
    })
    if (found) await this.tell(found.account, found.sid)
  }

  private tell(account: ChatAccount, sid: string): Promise<void> {
    return this.twilio.showTyping(this.vault.credentialsOf(account), sid)
  }
}
