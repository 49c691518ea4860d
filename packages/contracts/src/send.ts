import { z } from 'zod'
import { Place } from './content.js'
import { captionedKinds, maxBodyLength, maxTextLength, sendableTypes, type FileKind } from './send-limits.js'
import { TemplateToSend } from './templates.js'
import { ClientId, writtenText } from './written.js'

const thousands = (count: number) => count.toLocaleString('en-US')

const Text = writtenText(maxTextLength, `A text holds at most ${thousands(maxTextLength)} characters.`)
const Caption = z.union(
  [
    z.literal(''),
    writtenText(maxBodyLength, `A caption holds at most ${thousands(maxBodyLength)} characters.`),
  ],
  `A caption holds at most ${thousands(maxBodyLength)} characters.`,
)
const noWords = (what: string) => z.literal('', `WhatsApp shows no words ${what}. Send them on their own.`)

const version = { v: z.literal(1).optional() }

/** A file of `POST /api/v1/media`. What else is said of it is not read, so that a message's own content can be sent. */
const SentMedium = z.object({ id: z.uuid('That’s not the id of a file.') })
const oneFile = z
  .array(SentMedium)
  .min(1, 'A message of this kind has a file.')
  .max(1, 'WhatsApp takes one file in a message. Send each on its own.')

const FileToSend = <K extends FileKind>(kind: K) =>
  z.strictObject({
    kind: z.literal(kind),
    ...version,
    body: captionedKinds.some((captioned) => captioned === kind)
      ? Caption.optional()
      : noWords('with this kind of file').optional(),
    media: oneFile,
    ...(kind === 'contacts' && { contacts: z.unknown().optional() }),
  })

const sendableKinds = ['text', ...Object.keys(sendableTypes), 'location', 'template']

/** What may be sent, each kind as it is in `MessageContent`. */
export const ContentToSend = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('text'), ...version, body: Text }),
      FileToSend('image'),
      FileToSend('video'),
      FileToSend('voice'),
      FileToSend('audio'),
      FileToSend('document'),
      FileToSend('sticker'),
      FileToSend('contacts'),
      z.strictObject({
        kind: z.literal('location'),
        ...version,
        body: noWords('with a location').optional(),
        latitude: Place.shape.latitude,
        longitude: Place.shape.longitude,
        label: PlaceName().nullish(),
        address: PlaceName().nullish(),
      }),
      TemplateToSend,
    ],
    { error: () => `What can be sent is one of ${sendableKinds.join(', ')}.` },
  )
  .meta({ id: 'ContentToSend' })
export type ContentToSend = z.infer<typeof ContentToSend>

/** `|` parts the place's name from its coordinates on the way to WhatsApp. */
function PlaceName() {
  return z
    .string()
    .max(200, 'The name of a place holds at most 200 characters.')
    .regex(/^[^\p{Cc}\p{Surrogate}|]*$/u, 'The name of a place is one line, without |.')
}

/** What whoever sends says of a message: one of both, `body` or `content`. */
export const whatIsSent = {
  clientId: ClientId,
  /** A text alone, for whoever sends nothing else: the same as `content` of kind `text`. */
  body: Text.optional(),
  content: ContentToSend.optional(),
}
export const eitherOne = ({ body, content }: { body?: unknown; content?: unknown }) =>
  (body === undefined) !== (content === undefined)
export const both = 'Say what to send in body or in content, in one of them.'

/**
 * A reply: a text in `body`, or anything in `content`. A text that WhatsApp takes in several messages only leaves in parts;
 * the answer is the first of them.
 */
export const SendReply = z.strictObject(whatIsSent).refine(eitherOne, both).meta({ id: 'SendReply' })
export type SendReply = z.infer<typeof SendReply>

export const SendMessage = z
  .strictObject({
    /** A phone number (E.164, with or without `whatsapp:`) or a WhatsApp user id. */
    to: z
      .string()
      .min(1, 'Write a phone number with its country code, like +14155550001.')
      .max(200)
      .regex(/^\P{Cc}*$/u, 'An address holds no control characters.'),
    ...whatIsSent,
    /** Which of the org's numbers sends; needed only when the customer wrote to several. */
    chatAccountId: z.string().optional(),
    /** true: wait for Twilio and answer with the outcome. */
    immediate: z.boolean().optional(),
  })
  .refine(eitherOne, both)
  .meta({ id: 'SendMessage' })
export type SendMessage = z.infer<typeof SendMessage>
