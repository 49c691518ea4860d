import { maxScheduled, type ScheduleMessage } from '@cloudpa/contracts/scheduled'
import { ContentToSend } from '@cloudpa/contracts/send'
import {
  Prisma,
  type ChatAccount,
  type Media,
  type Message,
  type ScheduledMessage,
  type Tx,
} from '@cloudpa/db'
import { refuseOptedOut } from '../contacts/refuse-opted-out.js'
import { recordEvent } from '../events/record-events.js'
import { giveBackUpload, holdUpload, keepForLater } from '../media/send-upload.js'
import { AppError, notFound } from '../platform/app-error.js'
import { newId } from '../platform/new-id.js'
import { holdTemplate } from '../templates/hold-template.js'
import { compose, contentOf, fileOf, isSameAs } from './compose.js'
import { adoptLeft, dueSince, findLeft } from './find-left.js'
import { readContent, storedContentOf } from './message-content.js'
import { accountOf, findSent, storeMessages, type Author, type Sending } from './store-messages.js'

/** What waits, and the file that waits with it. */
export type ScheduledRow = ScheduledMessage & { media: Media[] }

/** What an author wants to be sent later. */
export interface Scheduling {
  author: Author
  conversationId: string
  clientId: string
  content: ContentToSend
  /** Null: when the customer writes. */
  sendAt: Date | null
  /** The last message of the customer's that the author knows; without it, the last that is here. */
  afterMessageId?: string | undefined
  /** Of one that has a file: that or a copy of it, which nobody else sends. */
  uploadId?: string | undefined
}

export const withMedia = { include: { media: true } } as const

/** What is to be sent, as it was asked for. */
export const contentToSend = ({ body, content }: Pick<ScheduleMessage, 'body' | 'content'>): ContentToSend =>
  content ?? { kind: 'text', body: body ?? '' }

/**
 * What the author's clientId scheduled before, if it did.
 * @throws {AppError} client_id_used when that was something else, scheduled_left when it is a message by now
 */
export async function findScheduled(tx: Tx, scheduling: Scheduling): Promise<ScheduledRow | null> {
  const { author, conversationId, clientId } = scheduling
  const { orgId, authorId } = author
  const key = { authorId_clientId_orgId: { orgId, authorId, clientId } }
  const row = await tx.scheduledMessage.findUnique({ where: key, ...withMedia })
  if (row) {
    const isSame = row.conversationId === conversationId && isSameAs(readContent(row).content, scheduling)
    if (!isSame) throw new AppError('client_id_used')
    return row
  }
  const left = await findSent(tx, { author, conversationId, messages: compose(scheduling) })
  if (left) throw new AppError('scheduled_left')
  return null
}

/**
 * Refuses what can't be scheduled, before anything is done for it.
 * @returns the number that it leaves from
 * @throws {AppError} not_found, account_inactive, too_many_scheduled, or for a time that can't be
 */
export async function refuseUnschedulable(
  tx: Tx,
  { author: { orgId }, conversationId, sendAt }: Scheduling,
): Promise<ChatAccount> {
  const chatAccount = await accountOf(tx, orgId, conversationId)
  const waiting = await tx.scheduledMessage.count({ where: { orgId, conversationId } })
  if (waiting >= maxScheduled) throw new AppError('too_many_scheduled', { maximum: maxScheduled })
  const [time] = await tx.$queryRaw<{ isPast: boolean | null; isTooFar: boolean | null }[]>`
    SELECT at <= clock_timestamp() AS "isPast", at > clock_timestamp() + interval '1 year' AS "isTooFar"
    FROM (SELECT ${sendAt}::timestamptz AS at) AS given`
  if (time?.isPast) throw new AppError('send_past')
  if (time?.isTooFar) throw new AppError('send_too_far')
  return chatAccount
}

/** @throws {AppError} as refuseUnschedulable, or what is wrong with the file or the template */
export async function insertScheduled(tx: Tx, scheduling: Scheduling): Promise<ScheduledRow> {
  const chatAccount = await refuseUnschedulable(tx, scheduling)
  const { author, conversationId, clientId, content, sendAt, uploadId } = scheduling
  const { orgId } = author
  const file = fileOf({ clientId, content })
  const held = file && uploadId ? await holdUpload(tx, { orgId, id: uploadId }, file.kind) : undefined
  // Whether it may open a conversation is asked when it leaves: the window may be open by then.
  const template =
    content.kind === 'template' ? await holdTemplate(tx, chatAccount, content, true) : undefined
  const shown = contentOf(scheduling, { held, template })
  const stored = storedContentOf({ content: shown })
  const toSend = held ? { ...content, media: [{ id: held.medium.id }] } : content
  const { id } = await tx.scheduledMessage.create({
    data: {
      ...author,
      id: newId(),
      conversationId,
      clientId,
      sendAt,
      body: shown.body,
      content: stored ? (stored as Prisma.InputJsonObject) : Prisma.DbNull,
      toSend: toSend as Prisma.InputJsonObject,
      afterPosition: await afterWhich(tx, scheduling),
    },
  })
  if (held) await keepForLater(tx, { orgId, id: held.medium.id }, id)
  await recordEvent(tx, { orgId, kind: 'scheduled', conversationId })
  return tx.scheduledMessage.findUniqueOrThrow({ where: { id_orgId: { orgId, id } }, ...withMedia })
}

/** Behind which place the customer's next message is. */
async function afterWhich(tx: Tx, scheduling: Scheduling): Promise<bigint> {
  const { author, conversationId, afterMessageId } = scheduling
  const { orgId } = author
  const where = { orgId, conversationId, id: afterMessageId ?? '', direction: 'inbound' as const }
  // A restored database may not have it.
  const known = afterMessageId && (await tx.message.findFirst({ where, select: { position: true } }))
  if (known) return known.position
  const conversation = await tx.conversation.findUniqueOrThrow({
    where: { id_orgId: { orgId, id: conversationId } },
    select: { lastInboundPosition: true },
  })
  return conversation.lastInboundPosition
}

/**
 * Takes back what waits; its file is an upload again.
 * @returns what it was
 * @throws {AppError} not_found, or scheduled_left when it is a message by now
 */
export async function removeScheduled(tx: Tx, orgId: string, id: string): Promise<ScheduledRow> {
  const row = await holdScheduled(tx, orgId, id)
  if (!row) throw await whereItWent(tx, orgId, id)
  await giveBackUpload(tx, orgId, id)
  await tx.scheduledMessage.delete({ where: { id_orgId: { orgId, id } } })
  await recordEvent(tx, { orgId, kind: 'scheduled', conversationId: row.conversationId })
  return row
}

/** Why there is nothing to take back or to send: it has left, or there never was any. */
export async function whereItWent(tx: Tx, orgId: string, id: string): Promise<AppError> {
  const where = { where: { id_orgId: { orgId, id } }, select: { id: true } }
  return (await tx.message.findUnique(where)) ? new AppError('scheduled_left') : notFound()
}

/**
 * Holds what waits, in this transaction.
 * @returns null when it is gone; with `skipping` also while somebody else holds it
 */
export async function holdScheduled(
  tx: Tx,
  orgId: string,
  id: string,
  skipping = false,
): Promise<ScheduledRow | null> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM scheduled_message WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid
    FOR UPDATE ${skipping ? Prisma.sql`SKIP LOCKED` : Prisma.empty}`
  if (held.length === 0) return null
  return tx.scheduledMessage.findUnique({ where: { id_orgId: { orgId, id } }, ...withMedia })
}

/**
 * Makes what waits a message: that and its end here are one transaction, so that it leaves once, whoever of several does it.
 * From here on it is a reply as any other; the window, the number and the file are looked at now, as with one.
 * @param isAutomatic whether nobody pressed send at this moment
 * @throws {AppError} why it can't leave; opted_out where nobody asked for it now
 */
export async function leave(tx: Tx, row: ScheduledRow, isAutomatic: boolean): Promise<Message> {
  const { orgId, id, conversationId, authorKind, authorId, clientId } = row
  // First, so that whatever is stored in it at this moment is seen below: a STOP, or a message that was found.
  await tx.$queryRaw`
    SELECT 1 FROM conversation WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid FOR NO KEY UPDATE`
  if (isAutomatic) await refuseOptedOut(tx, orgId, conversationId)
  const messages = compose({ clientId, content: ContentToSend.parse(row.toSend) })
  const author = { orgId, authorKind, authorId }
  const uploadId = messages[0] && fileOf(messages[0])?.id
  const sending = { author, conversationId, messages, uploadId, scheduledId: id, isAutomatic }
  // Its author may have sent the same meanwhile, under the same clientId.
  const message = (await findSent(tx, sending)) ?? (await storeRest(tx, row, sending))
  await tx.scheduledMessage.delete({ where: { id_orgId: { orgId, id } } })
  await recordEvent(tx, { orgId, kind: 'scheduled', conversationId })
  return message
}

/** Stores what has not left yet of it. @returns its first message, whichever way that went */
async function storeRest(tx: Tx, row: ScheduledRow, sending: Sending): Promise<Message> {
  const { messages } = sending
  const since = await dueSince(tx, row)
  const [found, ...others] = since ? await findLeft(tx, row, messages, since) : []
  const left = found && (await adoptLeft(tx, row, messages, [found, ...others]))
  const rest = messages.slice(left ? others.length + 1 : 0)
  if (left && rest.length === 0) return left
  const behind = left && { of: left.id, count: others.length + 1 }
  const stored = await storeMessages(tx, { ...sending, messages: rest, since: since ?? undefined, behind })
  return left ?? stored
}
