import { MessageContent, MessageContext, noContext, Referral, type Quoted } from '@cloudpa/contracts/content'
import { MediaKind, Medium } from '@cloudpa/contracts/media'
import type { Message as MessageRow } from '@cloudpa/db'
import { z } from 'zod'

/** What a message is, as whoever writes it tells: what it quotes is looked up by whoever reads it. */
export type WrittenContent = { content: MessageContent } & Partial<Omit<MessageContext, 'quoted'>>

/**
 * What stands beside the words of a message, in its column `content`. The words are a column of their own, because what
 * Twilio's list shows is compared with them, and they are what is searched. Null stands for words alone, as most messages
 * are: those take no room for it. All its files stand in one list, also an advertisement's picture, since each is told of
 * when it is there.
 */
const StoredContext = MessageContext.omit({ quoted: true, referral: true })
  .extend({
    media: z.array(Medium),
    referral: Referral.omit({ picture: true }).extend({ pictureId: z.string().nullable() }).nullable(),
  })
  .partial()
  .loose()
export type StoredContent = z.infer<typeof StoredContext> & Pick<MessageContent, 'kind' | 'v'>

/** What to store of a message besides its words. */
export function storedContentOf({ content, referral, ...around }: WrittenContent): StoredContent | null {
  const { body: _, ...own } = content
  const context = Object.entries(around).filter(([, value]) => value !== null && value !== false)
  if (own.kind === 'text' && context.length === 0 && !referral) return null
  const stored = { ...own, ...Object.fromEntries(context) }
  if (!referral) return stored
  const { picture, ...ad } = referral
  const media = [...('media' in own ? own.media : []), ...(picture ? [picture] : [])]
  return { ...stored, media, referral: { ...ad, pictureId: picture?.id ?? null } }
}

/** What a row says, whichever version wrote it: of one that is not known here its words are left. */
export function readContent({ body, content }: Pick<MessageRow, 'body' | 'content'>): MessageContext & {
  content: MessageContent
} {
  if (content === null) return { ...noContext, content: { kind: 'text', v: 1, body } }
  const { data } = StoredContext.safeParse(content)
  if (!data) return { ...noContext, content: { kind: 'unknown', v: 1, body, fields: [] } }
  const { media = [], referral = null, ...stored } = data
  const picture = media.find(({ id }) => id === referral?.pictureId) ?? null
  const own = asFound({ ...stored, media: media.filter(({ id }) => id !== picture?.id), body })
  const { forwarded = false, oftenForwarded = false, replyToSid = null, part = null } = stored
  return {
    content: MessageContent.parse(own),
    forwarded,
    oftenForwarded,
    replyToSid,
    part,
    quoted: null satisfies Quoted | null,
    referral: referral && { ...referralShown(referral), picture },
  }
}

/** Files are what their bytes are, whatever was said of them before those were there. */
function asFound<T extends { kind?: unknown; media: Medium[] }>(own: T): T {
  const [first] = own.media
  const isOfFiles = own.kind === 'unknown' || MediaKind.safeParse(own.kind).success
  return first && isOfFiles ? { ...own, kind: first.kind } : own
}

function referralShown({ sourceId, sourceUrl, headline, body }: Omit<Referral, 'picture'>) {
  return { sourceId, sourceUrl, headline, body }
}
