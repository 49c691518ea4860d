import type { MessageContent, Quoted } from '@cloudpa/contracts/content'
import type { Message } from '@cloudpa/contracts/messages'
import { Prisma, type Message as MessageRow, type Statement, type Tx } from '@cloudpa/db'
import { arrayLiteral } from '../platform/array-literal.js'
import { readContent } from './message-content.js'

/** A message of an org's, as it is presented. */
export interface OfOrg {
  orgId: string
  message: Message
}

/** A message that is quoted, and the one that quotes it. */
export type QuotedRow = Pick<MessageRow, 'id' | 'direction' | 'body' | 'content'> & { quotedBy: string }

/** Each by its own key, in the conversation where it is quoted: nobody sees what was written to somebody else. */
const selected = `
  SELECT named.id AS "quotedBy", m.id, m.direction, m.body, m.content
  FROM `
const joined = ` AS named (org_id, id, conversation_id, sid), LATERAL (
    SELECT chat_account_id FROM conversation WHERE (org_id, id) = (named.org_id, named.conversation_id) LIMIT 1
  ) AS c, LATERAL (
    SELECT * FROM message
    WHERE (org_id, chat_account_id, sid) = (named.org_id, c.chat_account_id, named.sid) LIMIT 1
  ) AS m
  WHERE m.conversation_id = named.conversation_id`

/**
 * What asks for the messages that some of these answer. It is looked for when they are read: ours may be known to Twilio
 * only after it was answered.
 * @returns undefined where none answers one
 */
export function selectQuoted(shown: OfOrg[]): Statement | undefined {
  const values = columnsOf(shown)
  if (!values) return undefined
  const text = `${selected} unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) ${joined}`
  return { name: 'find quoted', text, values }
}

/** Fills in what messages of one org answer: one statement for all of them, and none where none does. */
export async function quoteMessages(tx: Tx, orgId: string, messages: Message[]): Promise<Message[]> {
  const shown = messages.map((message) => ({ orgId, message }))
  const values = columnsOf(shown)
  if (!values) return messages
  const [orgIds, ids, conversationIds, sids] = values
  const rows = await tx.$queryRaw<QuotedRow[]>`
    /* prepared: find quoted of one org */ ${Prisma.raw(selected)}
    unnest(${orgIds}::uuid[], ${ids}::uuid[], ${conversationIds}::uuid[], ${sids}::text[]) ${Prisma.raw(joined)}`
  return withQuoted(shown, rows).map(({ message }) => message)
}

/** The same messages with what they answer, as far as it was found. */
export function withQuoted<T extends { message: Message }>(shown: T[], rows: QuotedRow[]): T[] {
  if (rows.length === 0) return shown
  const quoted = new Map(rows.map((row) => [row.quotedBy, presentQuoted(row)]))
  return shown.map((one) => {
    const found = quoted.get(one.message.id)
    return found ? { ...one, message: { ...one.message, quoted: found } } : one
  })
}

function presentQuoted(row: QuotedRow): Quoted {
  return { id: row.id, direction: row.direction, content: inBrief(readContent(row).content) }
}

/** What two lines say of a message: no waveform is drawn there, and people are named and counted. */
function inBrief(content: MessageContent): MessageContent {
  if (!('media' in content)) return content
  const brief = { ...content, media: content.media.map((medium) => ({ ...medium, peaks: null })) }
  if (brief.kind !== 'contacts') return brief
  return { ...brief, contacts: brief.contacts.map(({ name }) => ({ ...noneOf, name })) }
}

const noneOf = { company: null, phones: [], emails: [] }

/** As PostgreSQL writes arrays: orgs, ids, conversations and the sids they name. */
function columnsOf(shown: OfOrg[]): [string, string, string, string] | undefined {
  const answers = shown.flatMap(({ orgId, message: { id, conversationId, replyToSid } }) =>
    replyToSid === null ? [] : [{ orgId, id, conversationId, replyToSid }],
  )
  if (answers.length === 0) return undefined
  return [
    arrayLiteral(answers.map(({ orgId }) => orgId)),
    arrayLiteral(answers.map(({ id }) => id)),
    arrayLiteral(answers.map(({ conversationId }) => conversationId)),
    arrayLiteral(answers.map(({ replyToSid }) => replyToSid)),
  ]
}
