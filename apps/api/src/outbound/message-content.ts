import { MessageContent, MessageDetails, noDetails } from '@cloudpa/contracts/messages'
import type { Message as MessageRow } from '@cloudpa/db'
import { z } from 'zod'

/**
 * What stands beside the words of a message, in its column `content`. The words are a column of their own, because what
 * Twilio's list shows is compared with them, and they are what will be searched. Null stands for words alone, as most
 * messages are: those take no room for it.
 */
const StoredContent = z.object({
  kind: z.enum(['text', 'unknown']),
  v: z.literal(1),
  ...MessageDetails.shape,
})
export type StoredContent = z.infer<typeof StoredContent>

/** What to store of a message besides its words. What has something else than words in it is of a kind that is not read yet. */
export function storedContentOf(body: string, details: MessageDetails): StoredContent | null {
  const { media, location, button, referral, forwarded, replyToSid } = details
  const isText = body.trim() !== '' && media.length === 0 && !location && !button
  if (isText && !referral && !forwarded && !replyToSid) return null
  return { kind: isText ? 'text' : 'unknown', v: 1, ...details }
}

/** What a row says, whichever version wrote it: of one that is not known here its words are left. */
export function readContent({
  body,
  content,
}: Pick<MessageRow, 'body' | 'content'>): MessageDetails & { content: MessageContent } {
  if (content === null) return { ...noDetails, content: { kind: 'text', v: 1, body } }
  const { data } = StoredContent.safeParse(content)
  if (!data) return { ...noDetails, content: { kind: 'unknown', v: 1, body } }
  const { kind, v, ...details } = data
  return { ...details, content: { kind, v, body } }
}
