import { z } from 'zod'
import { Medium, type MediaKind } from './media.js'
import { TemplateFace } from './templates.js'

/** What every kind has: which meaning its fields have, and its words, if it has any. */
const ofEveryKind = { v: z.literal(1), body: z.string() }
/** One file, and more where Twilio's form told more at once. */
const files = { media: z.array(Medium) }

/** Words, and nothing that changes what they mean. */
const TextContent = z.object({ kind: z.literal('text'), ...ofEveryKind })

/** Files; the kind is the first one's. */
const FileContent = (kind: MediaKind) => z.object({ kind: z.literal(kind), ...ofEveryKind, ...files })

/** A person out of a card, with what they can be reached by. */
export const CardContact = z.object({
  name: z.string(),
  company: z.string().nullable(),
  phones: z.array(z.object({ number: z.string(), label: z.string().nullable() })),
  emails: z.array(z.string()),
})
export type CardContact = z.infer<typeof CardContact>

/** Contact cards (vCard, RFC 6350). Nobody stands in it until the file is there, or when it can't be read. */
const ContactsContent = z.object({
  kind: z.literal('contacts'),
  ...ofEveryKind,
  ...files,
  contacts: z.array(CardContact),
})

/** A place on the map, in degrees. */
export const Place = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  label: z.string().nullable(),
  address: z.string().nullable(),
})
export type Place = z.infer<typeof Place>
const LocationContent = z.object({ kind: z.literal('location'), ...ofEveryKind, ...Place.shape })

/** A quick-reply button that the customer pressed. */
const ButtonContent = z.object({
  kind: z.literal('button'),
  ...ofEveryKind,
  text: z.string().nullable(),
  payload: z.string().nullable(),
})

/** What the customer chose from a list. */
const ListContent = z.object({
  kind: z.literal('list'),
  ...ofEveryKind,
  id: z.string().nullable(),
  title: z.string().nullable(),
})

/** A field of a form by the name that it came with. */
const Named = z.object({ name: z.string(), value: z.string() })

/** What the customer filled into a WhatsApp flow. */
const FlowContent = z.object({ kind: z.literal('flow'), ...ofEveryKind, answers: z.array(Named) })

/** Whether the customer may be called, as they answered. */
const CallPermissionContent = z.object({
  kind: z.literal('call_permission'),
  ...ofEveryKind,
  granted: z.boolean(),
})

/** The words by which a phone joins Twilio's sandbox. */
const SandboxJoinContent = z.object({ kind: z.literal('sandbox_join'), ...ofEveryKind })

/** A template that was sent, as the customer sees it: its words are the body, with every variable filled in. */
export const TemplateContent = z.object({
  kind: z.literal('template'),
  ...ofEveryKind,
  templateId: z.string(),
  name: z.string(),
  language: z.string(),
  /** Twilio's ContentSid. */
  sid: z.string(),
  /** By the variable's name; it is sent with them. */
  values: z.record(z.string(), z.string()),
  ...TemplateFace.shape,
})
export type TemplateContent = z.infer<typeof TemplateContent>

/** Something that is not known yet, or that a newer version wrote: its words, if it has any, and the form as it came. */
const UnknownContent = z.object({
  kind: z.literal('unknown'),
  ...ofEveryKind,
  fields: z.array(Named).default([]),
})

const KnownContent = z.discriminatedUnion('kind', [
  TextContent,
  FileContent('image'),
  FileContent('video'),
  FileContent('voice'),
  FileContent('audio'),
  FileContent('document'),
  FileContent('sticker'),
  ContactsContent,
  LocationContent,
  ButtonContent,
  ListContent,
  FlowContent,
  CallPermissionContent,
  SandboxJoinContent,
  TemplateContent,
  UnknownContent,
])

/**
 * What a message says. `kind` tells which fields there are, and `v` which meaning they have; the words of every kind are
 * its `body`. A kind or a version that is not known here reads as `unknown`, so that no message ever fails to parse.
 */
export const MessageContent = z.preprocess(
  (value) =>
    KnownContent.safeParse(value).success ? value : { kind: 'unknown', v: 1, body: wordsIn(value) },
  KnownContent,
)
export type MessageContent = z.infer<typeof MessageContent>

function wordsIn(value: unknown): string {
  return z.object({ body: z.string() }).safeParse(value).data?.body ?? ''
}

/** The advertisement that led the customer here (Click-to-WhatsApp). */
export const Referral = z.object({
  sourceId: z.string().nullable(),
  sourceUrl: z.string().nullable(),
  headline: z.string().nullable(),
  body: z.string().nullable(),
  picture: Medium.nullable(),
})
export type Referral = z.infer<typeof Referral>

/** The message that another one answers, as far as it is shown above that. */
export const Quoted = z.object({
  id: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  content: MessageContent,
})
export type Quoted = z.infer<typeof Quoted>

/** Which part of one long text a message is; each leaves for itself, and all are shown as one. */
export const TextPart = z.object({
  /** The id of the first part. */
  of: z.string(),
  /** From 1 on. */
  number: z.number().int().positive(),
  count: z.number().int().positive(),
})
export type TextPart = z.infer<typeof TextPart>

/** What can stand around a message of any kind. */
export const MessageContext = z.object({
  forwarded: z.boolean(),
  /** Forwarded so often that WhatsApp says so. */
  oftenForwarded: z.boolean(),
  referral: Referral.nullable(),
  /** MessageSid of the message that this one answers. */
  replyToSid: z.string().nullable(),
  /** The same message; null where it is none of ours, or is not looked for. */
  quoted: Quoted.nullable(),
  part: TextPart.nullable(),
})
export type MessageContext = z.infer<typeof MessageContext>

/** What stands around most messages: nothing. */
export const noContext: MessageContext = {
  forwarded: false,
  oftenForwarded: false,
  referral: null,
  replyToSid: null,
  quoted: null,
  part: null,
}
