import { longestAbout, mostFields } from '@cloudpa/contracts/contact-limits'
import type { ContactField } from '@cloudpa/contracts/contacts'
import { Prisma, type Contact, type Tx } from '@cloudpa/db'
import { AppError, notFound } from '../platform/app-error.js'
import { formatPhone } from '../platform/format-phone.js'
import { newId } from '../platform/new-id.js'
import { lockConversations, recordContacts } from './change-contacts.js'

/** How two contacts were before they became one. */
export interface Before {
  gone: Noted & Opted & { profilePosition: string; revision: number; createdAt: string }
  kept: Noted & Opted & { profilePosition: string }
  /** Of the kept one, as the merge left it: whoever changes it makes another. */
  revision: number
  /** The ids of what was the other's. */
  handles: string[]
  conversations: string[]
  /** What the conversations of both held, by their id. */
  heard: Record<string, Heard>
}

export interface Heard {
  /** The position of the customer's last message. */
  last: string
  /** How many messages there were up to it: one that was taken in late raises it, and not the position. */
  count: number
}

/** Whether they may be written to, which merges of an older version did not note. */
export interface Opted {
  optedOutAt?: string | null
  optedPosition?: string
}

type Noted = Pick<Contact, 'profileName' | 'ourName' | 'about' | 'apartFrom'> & { fields: ContactField[] }

/**
 * Makes one contact part of another: its numbers, its conversations, and what is noted of it. Where both have a conversation
 * over the same number of the org's they stay two. To pour one thread into the other would lose which phone said what,
 * and replies that wait would go to the phone that wrote last.
 * @returns what takes it back
 */
export async function mergeContacts(
  tx: Tx,
  orgId: string,
  { keptId, goneId }: { keptId: string; goneId: string },
): Promise<string> {
  const { kept, gone } = await holdBoth(tx, orgId, { keptId, goneId })
  const conversations = await tx.conversation.findMany({
    where: { orgId, contactId: { in: [keptId, goneId] } },
    select: { id: true, contactId: true, chatAccountId: true, lastInboundPosition: true },
  })
  const moved = conversations.filter(({ contactId }) => contactId === goneId)
  const staying = new Set(
    conversations.flatMap(({ contactId, chatAccountId }) => (contactId === keptId ? [chatAccountId] : [])),
  )
  const shared = moved.find(({ chatAccountId }) => staying.has(chatAccountId))
  if (shared) throw await sameNumber(tx, orgId, shared.chatAccountId)
  const joined = join(kept, gone)
  const handles = await tx.handle.findMany({ where: { orgId, contactId: goneId }, select: { id: true } })
  await tx.conversation.updateMany({ where: { orgId, contactId: goneId }, data: { contactId: keptId } })
  await tx.handle.updateMany({ where: { orgId, contactId: goneId }, data: { contactId: keptId } })
  const revision = kept.revision + 1
  await tx.contact.update({ where: { orgId_id: { orgId, id: keptId } }, data: { ...joined, revision } })
  // Whoever was about to write down a message of this one fails by its foreign key, and finds the other contact then.
  await tx.contact.delete({ where: { orgId_id: { orgId, id: goneId } } })
  const was: Before = {
    gone: {
      ...noted(gone),
      ...opted(gone),
      profilePosition: String(gone.profilePosition),
      revision: gone.revision,
      createdAt: gone.createdAt.toISOString(),
    },
    kept: { ...noted(kept), ...opted(kept), profilePosition: String(kept.profilePosition) },
    revision,
    handles: handles.map(({ id }) => id),
    conversations: moved.map(({ id }) => id),
    heard: await hear(tx, orgId, conversations),
  }
  const id = newId()
  await tx.contactMerge.create({
    data: { orgId, id, contactId: keptId, was: { ...was, goneId } as unknown as Prisma.InputJsonObject },
  })
  await recordContacts(tx, orgId, { told: [keptId, goneId], renamed: [keptId] })
  return id
}

/**
 * Locks both with all their conversations: those first, as batches of messages do. The contacts are locked against new
 * conversations and handles, too, and what came while that was waited for is locked at last.
 */
async function holdBoth(
  tx: Tx,
  orgId: string,
  { keptId, goneId }: { keptId: string; goneId: string },
): Promise<{ kept: Contact; gone: Contact }> {
  const ids = [keptId, goneId]
  await lockConversations(tx, orgId, ids)
  await lockContacts(tx, orgId, ids)
  await lockConversations(tx, orgId, ids)
  const contacts = await tx.contact.findMany({ where: { orgId, id: { in: ids } } })
  const [kept, gone] = ids.map((id) => contacts.find((one) => one.id === id))
  if (!kept || !gone) throw notFound()
  return { kept, gone }
}

async function hear(
  tx: Tx,
  orgId: string,
  conversations: { id: string; lastInboundPosition: bigint }[],
): Promise<Before['heard']> {
  const heard: Before['heard'] = {}
  for (const { id, lastInboundPosition: last } of conversations)
    heard[id] = { last: String(last), count: await countUpTo(tx, orgId, id, last) }
  return heard
}

/** How many messages a conversation has up to a place. Replies come behind it, so that no new one is among them. */
export const countUpTo = (tx: Tx, orgId: string, conversationId: string, last: bigint): Promise<number> =>
  tx.message.count({ where: { orgId, conversationId, position: { lte: last } } })

export async function lockContacts(tx: Tx, orgId: string, ids: string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM contact WHERE org_id = ${orgId}::uuid AND id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`
}

async function sameNumber(tx: Tx, orgId: string, chatAccountId: string): Promise<AppError> {
  const { name, address } = await tx.chatAccount.findUniqueOrThrow({
    where: { orgId_id: { orgId, id: chatAccountId } },
  })
  return new AppError('merge_same_number', { number: name || formatPhone(address) })
}

const noted = ({ profileName, ourName, about, apartFrom, fields }: Contact): Noted => ({
  profileName,
  ourName,
  about,
  apartFrom,
  fields: fields as unknown as ContactField[],
})

const opted = ({ optedOutAt, optedPosition }: Contact): Opted => ({
  optedOutAt: optedOutAt?.toISOString() ?? null,
  optedPosition: String(optedPosition),
})

/** What is known of both: names of the kept one where it has them. A name of ours that gives way becomes a note. */
function join(kept: Contact, gone: Contact) {
  const [one, other] = [noted(kept), noted(gone)]
  const dropped = one.ourName && other.ourName && one.ourName !== other.ourName ? other.ourName : ''
  const about = [...new Set([one.about, dropped, other.about])].filter(Boolean).join('\n\n')
  const isNew = (field: ContactField) =>
    one.fields.every(({ label, value }) => label !== field.label || value !== field.value)
  const fields = [...one.fields, ...other.fields.filter(isNew)]
  if (about.length > longestAbout || fields.length > mostFields) {
    throw new AppError('merge_too_much', { characters: about.length, fields: fields.length })
  }
  // One person said both: what they said last counts.
  const { optedOutAt, optedPosition } = gone.optedPosition > kept.optedPosition ? gone : kept
  return {
    ourName: one.ourName ?? other.ourName,
    about,
    optedOutAt,
    optedPosition,
    apartFrom: [...new Set([...one.apartFrom, ...other.apartFrom])].filter((id) => id !== gone.id),
    fields: fields as unknown as Prisma.InputJsonArray,
    ...(one.profileName === null && {
      profileName: other.profileName,
      profilePosition: gone.profilePosition,
    }),
  }
}
