import { Prisma, type Message, type ScheduledMessage, type Tx } from '@cloudpa/db'
import { recordEvents } from '../events/record-events.js'
import { AppError } from '../platform/app-error.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { contentOf, type Composed } from './compose.js'
import { clockToleranceMs } from './find-ours.js'
import { readContent, storedContentOf } from './message-content.js'
import { outgoingOf, type Outgoing } from './outgoing.js'

/** Among more messages nobody looks for what left. */
const mostLooked = 200

/**
 * Since when what waits may have left by itself, less a tolerance: since its time, or since the customer's word that it
 * waited for. An equal message of before is another one.
 * @returns null while it could not have; also once it stays for a reason, since then it did not, and who sends it knows that
 */
export async function dueSince(tx: Tx, { orgId, id, failure }: ScheduledMessage): Promise<Date | null> {
  if (failure !== null) return null
  const [row] = await tx.$queryRaw<{ since: Date }[]>`
    SELECT greatest(due_at, created_at) - ${clockToleranceMs} * interval '1 millisecond' AS since FROM (
      SELECT created_at, CASE
               WHEN send_at IS NOT NULL THEN CASE WHEN send_at <= clock_timestamp() THEN send_at END
               ELSE (SELECT timestamptz 'epoch' + m.position * interval '1 microsecond' FROM message m
                     WHERE m.org_id = s.org_id AND m.conversation_id = s.conversation_id
                       AND m.position > s.after_position AND m.direction = 'inbound'
                     ORDER BY m.position LIMIT 1)
             END AS due_at
      FROM scheduled_message s WHERE org_id = ${orgId}::uuid AND id = ${id}::uuid
    ) AS waiting WHERE due_at IS NOT NULL`
  return row?.since ?? null
}

/**
 * What has left of what waits, all the same: a restored database knows again of what went out after its backup was made, and
 * Twilio's list has told of it since (reconcile), as of messages from elsewhere. The conversation is held, so that no further
 * one is found meanwhile.
 * @returns its first parts
 * @throws {AppError} perhaps_sent where nobody can say
 */
export async function findLeft(
  tx: Tx,
  row: ScheduledMessage,
  composed: Composed[],
  since: Date,
): Promise<Message[]> {
  const { orgId, conversationId } = row
  const position = { gte: BigInt(since.getTime()) * 1000n }
  const found = await tx.message.findMany({
    where: { orgId, conversationId, position, direction: 'outbound', authorKind: 'elsewhere' },
    orderBy: { position: 'asc' },
    take: mostLooked,
  })
  const left = matchLeft(partsOf(row, composed), found.map(outgoingOf))
  if (left === 'unclear') throw new AppError('perhaps_sent')
  return left.flatMap((at) => found[at] ?? [])
}

/**
 * Which of the messages from elsewhere the first parts of something are: one each. Twilio's list tells of files only how many
 * there are, and of places only their words: where two could be it, nobody says which. Of a template Twilio makes the words
 * itself: where they may differ from ours, whatever nobody knows of may be it.
 * @param found oldest first
 */
export function matchLeft(parts: Outgoing[], found: Outgoing[]): number[] | 'unclear' {
  const [only] = parts
  if (only?.template) {
    const at = found.findIndex(({ body }) => body === only.body)
    if (at !== -1) return [at]
    return found.length > 0 ? 'unclear' : []
  }
  const isOf = (part: Outgoing, other: Outgoing) => other.body === part.body && !other.file === !part.file
  const isVague = only?.file !== undefined || only?.place !== undefined
  if (isVague && found.filter((other) => isOf(only, other)).length > 1) return 'unclear'
  const taken = new Set<number>()
  const places = parts.map((part) => {
    const at = found.findIndex((other, index) => !taken.has(index) && isOf(part, other))
    taken.add(at)
    return at
  })
  const missing = places.indexOf(-1)
  if (missing === -1) return places
  // They leave one after another: where a later one is there, an earlier one may be, in another form.
  return places.slice(missing).some((at) => at !== -1) ? 'unclear' : places.slice(0, missing)
}

function partsOf(row: ScheduledMessage, composed: Composed[]): Outgoing[] {
  const texts = composed.flatMap(({ content }) => (content.kind === 'text' ? [content.body] : []))
  return texts.length > 0 ? texts.map((body) => outgoingOf({ body, content: null })) : [outgoingOf(row)]
}

/**
 * Makes messages from elsewhere what they are: their author's, in full. So they stand for nothing else that waits.
 * @param left the first parts of what is composed
 * @returns the first of them
 */
export async function adoptLeft(
  tx: Tx,
  row: ScheduledMessage,
  composed: Composed[],
  left: [Message, ...Message[]],
): Promise<Message> {
  const { orgId, conversationId, authorKind, authorId } = row
  const [{ id: of }] = left
  const adopted: Message[] = []
  for (const [index, message] of left.entries()) {
    const data = {
      ...sayingOf(row, composed, index, of),
      authorKind,
      authorId,
      clientId: composed[index]?.clientId ?? null,
      revision: { increment: 1 },
    }
    adopted.push(await tx.message.update({ where: { id_orgId: { orgId, id: message.id } }, data }))
  }
  const ids = adopted.map(({ id }) => id)
  await tx.$executeRaw`
    WITH changed AS (
      SELECT ${orgId}::uuid AS org_id, 'message'::text AS kind, ${conversationId}::uuid AS conversation_id,
             adopted.id AS message_id, adopted.place
      FROM unnest(${arrayLiteral(ids)}::uuid[]) WITH ORDINALITY AS adopted (id, place)
    ), ${recordEvents}
    SELECT 1`
  return adopted[0] as Message
}

/** What a part says, which Twilio's list tells less of. A file is the one that is found there: what waited goes. */
function sayingOf(row: ScheduledMessage, composed: Composed[], index: number, of: string) {
  const message = composed[index]
  if (!message || outgoingOf(row).file) return {}
  const content = message.content.kind === 'template' ? readContent(row).content : contentOf(message)
  const part = composed.length > 1 ? { of, number: index + 1, count: composed.length } : null
  const stored = storedContentOf({ content, part })
  return { body: content.body, content: stored ? (stored as Prisma.InputJsonObject) : Prisma.DbNull }
}
