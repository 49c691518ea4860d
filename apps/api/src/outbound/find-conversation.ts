import type { SendMessage } from '@cloudpa/contracts/send'
import { Prisma, type Tx } from '@cloudpa/db'
import { validate } from 'uuid'
import { phoneVariants } from '../contacts/phone-variants.js'
import { AppError, notFound } from '../platform/app-error.js'
import { readAddress, type Address } from '../twilio/address.js'

/**
 * The conversation with a customer, by address: on the number asked for, else on the one they last wrote to. Of somebody
 * with two phones it is one in which a reply goes to the one that is meant.
 * @returns undefined when there is none
 */
export async function findConversationFor(
  tx: Tx,
  orgId: string,
  { to, chatAccountId }: Pick<SendMessage, 'to' | 'chatAccountId'>,
): Promise<string | undefined> {
  const address = readAddress(to)
  if (!address) throw new AppError('recipient_unreadable')
  if (chatAccountId !== undefined) await requireChatAccount(tx, orgId, chatAccountId)
  const [conversation] = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.id
    FROM handle h
    JOIN conversation c ON c.org_id = h.org_id AND c.contact_id = h.contact_id
    JOIN chat_account a ON a.org_id = c.org_id AND a.id = c.chat_account_id
    WHERE h.org_id = ${orgId}::uuid AND ${isHandle(orgId, address)} AND ${repliesTo(address)} AND a.removed_at IS NULL
      AND coalesce(c.chat_account_id = ${chatAccountId ?? null}::uuid, true)
    ORDER BY c.last_inbound_at DESC NULLS LAST LIMIT 1`
  return conversation?.id
}

/** Whether a handle (h) is an address, said as the indexes over each kind of handle have it. */
function isHandle(orgId: string, { kind, value }: Address): Prisma.Sql {
  return kind === 'phone'
    ? Prisma.sql`h.kind = 'phone' AND h.value = ANY(${phoneVariants(value)}::text[])`
    : Prisma.sql`h.kind = 'user_id' AND h.value = ${value} AND h.chat_account_id = ANY(
        ARRAY(SELECT id FROM chat_account WHERE org_id = ${orgId}::uuid))`
}

/**
 * Whether a reply in a conversation (c) goes to the address: to it alone of a contact with several phones, as one that
 * two became; of any other also where they wrote with their user id, or with their phone.
 */
function repliesTo({ kind, value }: Address): Prisma.Sql {
  const same = kind === 'phone' ? phoneVariants(value) : [value]
  return Prisma.sql`(c.reply_address = ANY(${same}::text[]) OR ${
    kind === 'phone' ? Prisma.sql`c.reply_address !~ '^[+]?[0-9]+$'` : Prisma.sql`true`
  } AND 1 >= (
      SELECT count(*) FROM handle p WHERE (p.org_id, p.contact_id) = (c.org_id, c.contact_id) AND p.kind = 'phone'))`
}

async function requireChatAccount(tx: Tx, orgId: string, id: string): Promise<void> {
  const account = validate(id) && (await tx.chatAccount.findFirst({ where: { orgId, id, removedAt: null } }))
  if (!account) throw notFound()
}
