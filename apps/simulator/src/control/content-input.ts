import { z } from 'zod'
import { fileKindOf, fileKinds, type InboundContent, type InboundContext } from '../content.js'
import { mediaInput, type MediaInput } from '../media.js'

const body = z.string().default('')
const words = z.string().min(1)
const text = z.string().nullable().default(null)

/** What a customer sends, by its kind; a file is given by its bytes. */
export const contentInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), body: words }),
  // WhatsApp has one file a message at most; Twilio's form has room for ten.
  z.strictObject({ kind: z.enum(fileKinds), body, files: z.array(mediaInput).min(1).max(10) }),
  z.strictObject({
    kind: z.literal('location'),
    body,
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    label: text,
    address: text,
  }),
  z.strictObject({ kind: z.literal('button'), body: words, payload: text }),
  z.strictObject({ kind: z.literal('list'), body: words, id: words }),
  z.strictObject({ kind: z.literal('flow'), body, answers: z.record(z.string(), z.unknown()) }),
  z.strictObject({
    kind: z.literal('call_permission'),
    body: z.string().default('VOICE_CALL_REQUEST'),
    granted: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('sandbox_join'),
    body: z.string().regex(/^join \S+$/, 'must be join and the sandbox’s words'),
  }),
  z.strictObject({ kind: z.literal('unknown'), body, fields: z.record(z.string(), z.string()) }),
])

/** What a customer's message stands in. */
export const contextInput = z.strictObject({
  forwarded: z.enum(['once', 'often']).nullable().default(null),
  quotedSid: text,
  referral: z
    .strictObject({
      body: text,
      headline: text,
      sourceId: text,
      sourceType: text,
      sourceUrl: text,
      clickId: text,
      file: mediaInput.nullable().default(null),
    })
    .nullable()
    .default(null),
}) satisfies z.ZodType<InboundContext<MediaInput>>

/** What `body` and `media` alone amount to. */
export function contentOf(words: string, media: MediaInput[]): InboundContent<MediaInput> {
  const [first] = media
  if (first === undefined) return { kind: 'text', body: words }
  return { kind: fileKindOf(first.contentType), body: words, files: media }
}
