import { Prisma, type ChatAccount, type Message, type Tx } from '@cloudpa/db'
import { recordEvents } from '../events/record-events.js'
import { attachUpload, holdUpload } from '../media/send-upload.js'
import { AppError, notFound } from '../platform/app-error.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { newId } from '../platform/new-id.js'
import { holdTemplate } from '../templates/hold-template.js'
import { contentOf, fileOf, isSameAs, type Composed, type LookedUp } from './compose.js'
import { windowMs } from './free-text-window.js'
import { readContent, storedContentOf } from './message-content.js'

export type Author = Pick<Message, 'orgId' | 'authorKind'> & { authorId: string }

/** What an author sends in a conversation: one message, or the parts of a text. */
export interface Sending {
  author: Author
  conversationId: string
  messages: Composed[]
  /** Of the one message that has a file: that or a copy of it, which no message has yet. */
  uploadId?: string | undefined
  /** Of what waited to be sent until now: the first message has its id, and that of the file that waited with it. */
  scheduledId?: string | undefined
  /** Since when it may have left: what Twilio took after that may be this, which a restored database doesn't know. */
  since?: Date | undefined
  /** Of a text whose first parts left before: how many, and which is the first. */
  behind?: { of: string; count: number } | undefined
  /** Whether nobody pressed send at this moment. */
  isAutomatic?: boolean | undefined
}

interface OpenWindow {
  isOpen: boolean | null
  occurredAt: Date
  /** Of the reply that is about to be stored. */
  position: bigint
}

/**
 * What an author sent before with the same clientId.
 * @returns its first message; null when there is none
 * @throws {AppError} conflict when it was something else
 */
export async function findSent(
  tx: Tx,
  { author, conversationId, messages }: Sending,
): Promise<Message | null> {
  const { orgId, authorId } = author
  const clientId = { in: messages.map((message) => message.clientId) }
  const sent = await tx.message.findMany({ where: { orgId, authorId, clientId } })
  if (sent.length === 0) return null
  for (const [index, message] of messages.entries()) {
    const before = sent.find((row) => row.clientId === message.clientId)
    const isSame = before?.conversationId === conversationId && isSameAs(readContent(before).content, message)
    const count = before && (readContent(before).part?.count ?? 1)
    if (!isSame || count !== messages.length) throw new AppError('client_id_used')
    if (index === 0) sent.unshift(before)
  }
  return sent[0] ?? null
}

/**
 * Refuses what storeMessages would refuse, before a long text is split for nothing. What may have been sent before with the
 * same clientId is not refused.
 * @throws {AppError} not_found, account_inactive or window_closed
 */
export async function refuseEarly(
  tx: Tx,
  { author, conversationId }: Pick<Sending, 'author' | 'conversationId'>,
  clientId: string,
): Promise<void> {
  const { orgId, authorId } = author
  if (await tx.message.findFirst({ where: { orgId, authorId, clientId }, select: { id: true } })) return
  await refuseUnstorable(tx, { author, conversationId })
}

/** Whether the customer wrote so lately that anything may be said, by the database's clock. */
const isOpen = Prisma.sql`last_inbound_at > clock_timestamp() - ${windowMs} * interval '1 millisecond'`

/**
 * Refuses what could not be stored anyway, before anything is done for it. The same is asked again when it is stored.
 * @throws {AppError} not_found, account_inactive or window_closed
 */
export async function refuseUnstorable(
  tx: Tx,
  { author, conversationId }: Pick<Sending, 'author' | 'conversationId'>,
): Promise<void> {
  const { orgId } = author
  await accountOf(tx, orgId, conversationId)
  const [window] = await tx.$queryRaw<Pick<OpenWindow, 'isOpen'>[]>`
    SELECT ${isOpen} AS "isOpen" FROM conversation WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid`
  if (!window?.isOpen) throw new AppError('window_over')
}

/** The number of a conversation. @throws {AppError} not_found or account_inactive */
export async function accountOf(tx: Tx, orgId: string, id: string): Promise<ChatAccount> {
  const where = { id_orgId: { orgId, id } }
  const conversation = await tx.conversation.findUnique({ where, select: { chatAccount: true } })
  if (!conversation) throw notFound()
  refuseIfInactive(conversation.chatAccount)
  return conversation.chatAccount
}

/**
 * Stores messages behind all that their conversation holds, with their places next to each other.
 * @returns the first of them
 * @throws {AppError} not_found, account_inactive, window_closed, or what is wrong with the file or the template
 */
export async function storeMessages(tx: Tx, sending: Sending): Promise<Message> {
  const { author, conversationId, messages, uploadId, scheduledId, isAutomatic = false } = sending
  const { orgId } = author
  const chatAccount = await accountOf(tx, orgId, conversationId)
  // The conversation first: replies get their places in the order in which they get hold of it.
  const [window] = await tx.$queryRaw<OpenWindow[]>`
    SELECT ${isOpen} AS "isOpen",
           clock_timestamp() AS "occurredAt",
           greatest(last_position + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) AS position
    FROM conversation
    WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid FOR NO KEY UPDATE`
  if (!window) throw notFound()
  const [only] = messages
  const template =
    only?.content.kind === 'template'
      ? await holdTemplate(tx, chatAccount, only.content, window.isOpen === true)
      : undefined
  if (!template && !window.isOpen) throw new AppError('window_over')
  const file = only && fileOf(only)
  const held =
    file && uploadId ? await holdUpload(tx, { orgId, id: uploadId }, file.kind, scheduledId) : undefined
  const ids = messages.map((_, index) => (index === 0 && scheduledId) || newId())
  const [first = ''] = ids
  const { of, count: before } = sending.behind ?? { of: first, count: 0 }
  const count = before + messages.length
  const rows = messages.map((message, index) => ({
    ...author,
    ...rowOf(message, { held, template }, { of, number: before + index + 1, count }),
    id: ids[index] ?? first,
    clientId: message.clientId,
    conversationId,
    chatAccountId: chatAccount.id,
    direction: 'outbound' as const,
    status: 'queued' as const,
    position: window.position + BigInt(index),
    occurredAt: window.occurredAt,
    firstClaimedAt: sending.since ?? null,
    automatic: isAutomatic,
  }))
  const [stored] = await tx.message.createManyAndReturn({ data: rows })
  if (!stored) throw new Error('Nothing to store: a send has at least one message.')
  if (held) await attachUpload(tx, { orgId, id: held.medium.id }, first)
  await tx.$executeRaw`
    WITH moved AS (
      UPDATE conversation SET last_position = ${rows.at(-1)?.position},
                              last_message_at = greatest(last_message_at, ${window.occurredAt}),
                              returned = NULL,
                              revision = revision + 1
      WHERE org_id = ${orgId}::uuid AND id = ${conversationId}::uuid
      RETURNING org_id, id AS conversation_id
    ), changed AS (
      SELECT org_id, 'message'::text AS kind, conversation_id, stored.id AS message_id, stored.place
      FROM moved CROSS JOIN unnest(${arrayLiteral(ids)}::uuid[]) WITH ORDINALITY AS stored (id, place)
    ), ${recordEvents}
    SELECT 1`
  return stored
}

function rowOf(
  message: Composed,
  lookedUp: LookedUp,
  part: { of: string; number: number; count: number } | null,
) {
  const content = contentOf(message, lookedUp)
  const stored = storedContentOf({ content, part: part && part.count > 1 ? part : null })
  return { body: content.body, content: stored ? (stored as Prisma.InputJsonObject) : Prisma.DbNull }
}

function refuseIfInactive(account: ChatAccount): void {
  if (account.removedAt) throw new AppError('number_removed')
  if (!account.active) throw new AppError('number_off')
}
