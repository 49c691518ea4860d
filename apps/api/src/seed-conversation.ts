import { ConversationReturn, ConversationState } from '@cloudpa/contracts/conversations'
import type { Prisma, Tx } from '@cloudpa/db'
import { z } from 'zod'
import { findHandles } from './contacts/find-handles.js'
import { resolveContacts, type Sender } from './contacts/resolve-contacts.js'
import { recountUnread } from './conversations/recount-unread.js'
import { recordEvent } from './events/record-events.js'
import { newId } from './platform/new-id.js'
import { foldContacts, foldMessages } from './search/fold-texts.js'
import { readAddress } from './twilio/address.js'

const SeedMessage = z.strictObject({
  direction: z.enum(['inbound', 'outbound']),
  at: z.iso.datetime(),
  body: z.string().min(1),
  sid: z.string().min(1),
  /** What became of a reply. */
  status: z.enum(['sent', 'delivered', 'read', 'failed']).default('read'),
  /** Twilio's, of a reply that failed. */
  errorCode: z.string().optional(),
})
type SeedMessage = z.infer<typeof SeedMessage>

/** A conversation as it went elsewhere, or as a demo wants it. */
export const SeedConversation = z.strictObject({
  /** Over which of the org's numbers, as its externalPhoneId says. */
  number: z.string().min(1),
  /** Where the customer writes from. */
  from: z.string().min(1),
  /** The WhatsApp user id of a customer who shows a number too. */
  userId: z.string().min(1).optional(),
  profileName: z.string().min(1),
  /** How many of the customer's last messages nobody has read. */
  unread: z.number().int().nonnegative().default(0),
  state: ConversationState.default('open'),
  /** Of a snoozed one; without it, until the customer writes. */
  snoozedUntil: z.iso.datetime().optional(),
  /** Why it is open again. */
  returned: ConversationReturn.optional(),
  starred: z.boolean().default(false),
  /** In the order in which they were written. */
  messages: z.array(SeedMessage).min(1),
})
export type SeedConversation = z.infer<typeof SeedConversation>

interface Owner {
  orgId: string
  chatAccountId: string
  /** The member who wrote the replies, and acted. */
  authorId: string
}

/** Writes a conversation that is over, as far as it went. One with a customer whom the org knows is left as it is. */
export async function seedConversation(tx: Tx, owner: Owner, seeded: SeedConversation): Promise<void> {
  const { orgId, chatAccountId } = owner
  const address = readAddress(seeded.from)
  if (!address) throw new Error(`${seeded.from} isn't an address a customer can write from.`)
  const sender: Sender = {
    orgId,
    chatAccountId,
    phone: address.kind === 'phone' ? address.value : undefined,
    userId: address.kind === 'user_id' ? address.value : seeded.userId,
  }
  const { newContacts, newHandles } = resolveContacts([sender], await findHandles(tx, [sender]))
  const [contact] = newContacts
  if (!contact) return
  const conversationId = newId()
  const messages = seeded.messages.map((message, at) => rowOf(owner, conversationId, message, at))
  const [first, last] = [messages.at(0), messages.at(-1)]
  const inbound = messages.filter(({ direction }) => direction === 'inbound')
  const lastInbound = inbound.at(-1)
  if (!first || !last) return
  await tx.contact.create({
    data: {
      ...contact,
      profileName: seeded.profileName,
      profilePosition: lastInbound?.position ?? 0n,
      createdAt: first.occurredAt,
    },
  })
  await tx.handle.createMany({
    data: newHandles.map((handle) => ({ ...handle, createdAt: first.occurredAt })),
  })
  await tx.conversation.create({
    data: {
      orgId,
      id: conversationId,
      contactId: contact.id,
      chatAccountId,
      replyAddress: address.value,
      lastPosition: last.position,
      lastInboundPosition: lastInbound?.position ?? 0n,
      lastInboundAt: lastInbound?.occurredAt ?? null,
      lastMessageAt: last.occurredAt,
      readPosition: inbound.at(-seeded.unread - 1)?.position ?? 0n,
      ...standOf(seeded, owner),
      createdAt: first.occurredAt,
    },
  })
  await tx.message.createMany({ data: messages })
  await recountUnread(tx, [{ orgId, conversationId }])
  // The event tells of the conversation alone.
  await foldMessages(
    tx,
    orgId,
    messages.map(({ id }) => id),
  )
  await foldContacts(tx, orgId, [contact.id])
  await recordEvent(tx, { orgId, kind: 'conversation', conversationId })
}

function standOf({ state, snoozedUntil, returned, starred }: SeedConversation, { authorId }: Owner) {
  const isActedOn = state !== 'open' || returned !== undefined || starred
  return {
    state,
    snoozedUntil: snoozedUntil ?? null,
    returned: returned ?? null,
    starred,
    actedBy: isActedOn ? authorId : null,
  }
}

type Row = Prisma.MessageCreateManyInput & { position: bigint; occurredAt: Date }

function rowOf(
  { orgId, chatAccountId, authorId }: Owner,
  conversationId: string,
  message: SeedMessage,
  order: number,
): Row {
  const { direction, body, sid, status, errorCode } = message
  const at = new Date(message.at)
  const common = {
    orgId,
    id: newId(),
    conversationId,
    chatAccountId,
    direction,
    body,
    sid,
    // The order decides between two of one millisecond.
    position: BigInt(at.getTime()) * 1000n + BigInt(order),
    occurredAt: at,
  }
  if (direction === 'inbound') return { ...common, status: 'received', authorKind: 'customer' }
  const failed = status === 'failed'
  return {
    ...common,
    status,
    authorKind: 'member',
    authorId,
    clientId: sid,
    errorCode: errorCode ?? null,
    sentAt: at,
    deliveredAt: status === 'delivered' || status === 'read' ? at : null,
    readAt: status === 'read' ? at : null,
    failedAt: failed ? at : null,
  }
}
