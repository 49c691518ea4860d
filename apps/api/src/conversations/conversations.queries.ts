import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import {
  Prisma,
  type Conversation as ConversationRow,
  type Message as MessageRow,
  type Tx,
} from '@cloudpa/db'
import { handlesOfContact, presentContact, type ContactRow } from '../contacts/present-contact.js'
import { windowMs } from '../outbound/free-text-window.js'
import { presentMessage } from '../outbound/present-message.js'

/** An org's conversation as it is shown; undefined for one that is gone or another org's. */
export async function findConversation(tx: Tx, orgId: string, id: string): Promise<Conversation | undefined> {
  const rows = await tx.conversation.findMany({ where: { orgId, id } })
  const [found] = await presentConversations(tx, rows)
  return found
}

/** What of a conversation's row it takes to show it. */
export type ListedConversation = Omit<ShownConversation, 'readPosition' | 'actor'> &
  Pick<ConversationRow, 'orgId' | 'contactId' | 'lastPosition' | 'readPosition' | 'actedBy'>

/**
 * Brings conversations together with their contacts and last messages, each looked up by its own key: by Prisma's
 * `include`, which names the org once for every row, PostgreSQL reads all contacts of a big org.
 */
export async function presentConversations(tx: Tx, rows: ListedConversation[]): Promise<Conversation[]> {
  if (rows.length === 0) return []
  const contacts = await findContacts(tx, rows)
  const messages = await findLastMessages(tx, rows)
  const actors = await findActors(tx, rows)
  const lastOf = new Map(messages.map((message) => [placeKey(message, message.position), message]))
  return rows.flatMap((row) => {
    const contact = contacts.get(contactKey(row.orgId, row.contactId))
    const last = lastOf.get(lastKey(row))
    const actor = actors.get(actorKey(row.orgId, row.actedBy)) ?? null
    return contact
      ? [presentConversation({ ...row, actor }, contact, last ? presentMessage(last) : null)]
      : []
  })
}

const placeKey = ({ orgId, conversationId }: { orgId: string; conversationId: string }, position: bigint) =>
  `${orgId} ${conversationId} ${position}`
const lastKey = ({ orgId, id, lastPosition }: ListedConversation) =>
  placeKey({ orgId, conversationId: id }, lastPosition)
const contactKey = (orgId: string, id: string) => `${orgId} ${id}`
const actorKey = (orgId: string, memberId: string | null) => `${orgId} ${memberId}`

async function findLastMessages(tx: Tx, rows: ListedConversation[]): Promise<MessageRow[]> {
  const places = rows.map(({ orgId, id, lastPosition }) => ({
    orgId,
    conversationId: id,
    position: lastPosition,
  }))
  return tx.message.findMany({ where: { OR: places } })
}

async function findContacts(tx: Tx, rows: ListedConversation[]): Promise<Map<string, ContactRow>> {
  const contacts = await tx.$queryRaw<(ContactRow & { orgId: string })[]>`
    SELECT c.org_id AS "orgId", c.id, c.our_name AS "ourName", c.profile_name AS "profileName",
           ${Prisma.raw(handlesOfContact('c'))} AS handles
    FROM unnest(${rows.map(({ orgId }) => orgId)}::uuid[], ${rows.map(({ contactId }) => contactId)}::uuid[])
      AS wanted (org_id, id), LATERAL (
      SELECT * FROM contact WHERE (org_id, id) = (wanted.org_id, wanted.id) LIMIT 1
    ) AS c`
  return new Map(contacts.map((row) => [contactKey(row.orgId, row.id), row]))
}

/** SQL for who acted last on a conversation, as the API shows them; null when it was nobody, or they are gone. */
export const actorOf = (conversation: string) => `(
  SELECT json_build_object('memberId', member.id, 'name', "user".name) FROM member JOIN "user" ON "user".id = member.user_id
  WHERE (member.org_id, member.id) = (${conversation}.org_id, ${conversation}.acted_by)
)`

type Actor = NonNullable<Conversation['actedBy']>

async function findActors(tx: Tx, rows: ListedConversation[]): Promise<Map<string, Actor>> {
  const keys = new Map(
    rows.flatMap(({ orgId, actedBy }) => (actedBy ? [[actorKey(orgId, actedBy), { orgId, actedBy }]] : [])),
  )
  if (keys.size === 0) return new Map()
  const acted = [...keys.values()]
  const found = await tx.$queryRaw<{ orgId: string; actor: Actor | null }[]>`
    SELECT acted.org_id AS "orgId", ${Prisma.raw(actorOf('acted'))} AS actor
    FROM unnest(${acted.map(({ orgId }) => orgId)}::uuid[], ${acted.map(({ actedBy }) => actedBy)}::uuid[])
      AS acted (org_id, acted_by)`
  return new Map(
    found.flatMap(({ orgId, actor }) => (actor ? [[actorKey(orgId, actor.memberId), actor]] : [])),
  )
}

/** What of a conversation is shown. */
export type ShownConversation = Pick<
  ConversationRow,
  | 'id'
  | 'chatAccountId'
  | 'lastMessageAt'
  | 'lastInboundAt'
  | 'unreadCount'
  | 'state'
  | 'snoozedUntil'
  | 'returned'
  | 'starred'
  | 'revision'
> & { readPosition: bigint | string; actor: Actor | null }

/** A conversation as the API shows it. */
export function presentConversation(
  row: ShownConversation,
  contact: ContactRow,
  lastMessage: Message | null,
): Conversation {
  return {
    id: row.id,
    contact: presentContact(contact),
    chatAccountId: row.chatAccountId,
    lastMessageAt: row.lastMessageAt.toISOString(),
    lastMessage,
    unreadCount: row.unreadCount,
    readPosition: Number(row.readPosition),
    windowExpiresAt: row.lastInboundAt && new Date(row.lastInboundAt.getTime() + windowMs).toISOString(),
    state: row.state,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    returned: row.returned,
    starred: row.starred,
    actedBy: row.actor,
    revision: row.revision,
  }
}
