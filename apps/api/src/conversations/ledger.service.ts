import type { Ledger } from '@cloudpa/contracts/ledger'
import type { Door, Message, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { presentMessage } from '../outbound/present-message.js'
import { notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { layOutLedger, type FormAbout } from './lay-out-ledger.js'

/** What became of a message. */
@Injectable()
export class LedgerService {
  constructor(@InjectDoor() private readonly door: Door) {}

  /** @throws {AppError} not_found for an id that is none of the org's */
  async get({ orgId }: Pick<CurrentMember, 'orgId'>, id: string): Promise<Ledger> {
    const { message, spent, files, by } = await this.door.readOrg(orgId, async (tx) => {
      const found = await tx.message.findUnique({
        where: { id_orgId: { id, orgId } },
        include: {
          chatAccount: { select: { accountSid: true } },
          conversation: { select: { readPosition: true } },
        },
      })
      if (!found) throw notFound()
      const spent = await tx.spentSid.findMany({ where: { orgId, messageId: id }, select: { sid: true } })
      const files = await tx.media.findMany({
        where: { orgId, messageId: id, url: { not: null } },
        select: { state: true, attempts: true, createdAt: true },
        orderBy: { createdAt: 'asc' },
      })
      return { message: found, spent, files, by: await authorOf(tx, found) }
    })
    const { sid, direction, position, conversation, chatAccount } = message
    const isInbound = direction === 'inbound'
    // Those that it went under before, and did not arrive, are of its way, too.
    const sids = [...spent.map((one) => one.sid), ...(sid === null ? [] : [sid])]
    const forms = await this.findForms(orgId, { chatAccountId: message.chatAccountId, sids })
    return {
      messageId: id,
      direction,
      sid,
      accountSid: message.accountSid ?? (isInbound ? chatAccount.accountSid : null),
      price: presentMessage(message).price,
      readHere: isInbound ? conversation.readPosition >= position : null,
      entries: layOutLedger({ message, forms, files, by }),
    }
  }

  /** Forms as they came are no tenant's to read: of those about a message's sids this gives what a member may know. */
  private findForms(orgId: string, { chatAccountId, sids }: { chatAccountId: string; sids: string[] }) {
    return this.door.askOrgs<FormAbout>([orgId], {
      name: 'forms about a message',
      text: `
        SELECT kind, status, received_at AS "receivedAt", waited_ms AS "waitedMs",
               substring(form FROM '(?:^|&)ErrorCode=([0-9]+)') AS "errorCode"
        FROM webhook_event WHERE org_id = $1::uuid AND chat_account_id = $2::uuid AND sid = ANY($3::text[])
        ORDER BY position`,
      values: [orgId, chatAccountId, sids],
    })
  }
}

/** What the author is called today; null for the customer, and for who is gone. */
async function authorOf(tx: Tx, { orgId, authorKind, authorId }: Message): Promise<string | null> {
  if (authorId === null) return null
  const where = { orgId_id: { orgId, id: authorId } }
  if (authorKind === 'api_key') return (await tx.apiKey.findUnique({ where }))?.name ?? null
  const member = await tx.member.findUnique({ where, select: { user: { select: { name: true } } } })
  return member?.user.name ?? null
}
