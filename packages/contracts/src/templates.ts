import { z } from 'zod'
import { writtenText } from './written.js'

/**
 * What WhatsApp thinks of a template (https://www.twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses).
 * Only an approved one opens a conversation; while the window is open one that was never submitted may go out too.
 */
export const TemplateState = z.enum([
  'unsubmitted',
  'received',
  'pending',
  'approved',
  'rejected',
  'paused',
  'disabled',
])
export type TemplateState = z.infer<typeof TemplateState>

export const TemplateCategory = z.enum(['utility', 'marketing', 'authentication'])
export type TemplateCategory = z.infer<typeof TemplateCategory>

/** What stands under a template: an answer to press, or a way out of WhatsApp. */
export const TemplateButton = z.object({
  kind: z.enum(['quick_reply', 'url', 'phone', 'copy_code']),
  text: z.string(),
  /** The payload of a quick reply, the address, the number or the code; may hold variables. */
  value: z.string().nullable(),
})
export type TemplateButton = z.infer<typeof TemplateButton>

/** What is chosen from a list. */
export const TemplateItem = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string().nullable(),
})
export type TemplateItem = z.infer<typeof TemplateItem>

/** What a template looks like: with `{{1}}` where a variable stands, or filled in. */
export const TemplateFace = z.object({
  header: z.string().nullable(),
  /** Where its picture, film or document is; it may hold variables. */
  mediaUrl: z.string().nullable(),
  footer: z.string().nullable(),
  buttons: z.array(TemplateButton),
  /** The words on the button that opens the list; null where it has no list. */
  listButton: z.string().nullable(),
  items: z.array(TemplateItem),
})
export type TemplateFace = z.infer<typeof TemplateFace>

/**
 * A Content resource of one of the org's Twilio accounts. `kind` is Twilio's type without its prefix, and `other` for what
 * can't be shown or sent from here.
 */
export const Template = z
  .object({
    id: z.string(),
    /** Twilio's ContentSid. */
    sid: z.string(),
    accountSid: z.string(),
    name: z.string(),
    /** As WhatsApp writes it, e.g. `en` or `pt_BR`. */
    language: z.string(),
    kind: z.enum([
      'text',
      'media',
      'quick_reply',
      'call_to_action',
      'list_picker',
      'card',
      'authentication',
      'other',
    ]),
    category: TemplateCategory.nullable(),
    /** With `{{1}}` where a variable stands. */
    body: z.string(),
    ...TemplateFace.shape,
    /** In the order in which they first stand in it, with the sample that it was submitted with. */
    variables: z.array(z.object({ name: z.string(), sample: z.string() })),
    state: TemplateState,
    /** Why it was rejected, in WhatsApp's words. */
    reason: z.string().nullable(),
    /** When it was last seen so in Twilio. */
    syncedAt: z.iso.datetime(),
  })
  .meta({ id: 'Template' })
export type Template = z.infer<typeof Template>

/** The accounts' templates by name, and how the last look at each account went. */
export const TemplateList = z
  .object({
    items: z.array(Template),
    accounts: z.array(
      z.object({
        accountSid: z.string(),
        /** The org's numbers that this account's templates go out from. */
        chatAccountIds: z.array(z.string()),
        /** Null until it was looked at. */
        syncedAt: z.iso.datetime().nullable(),
        /** Why the last look failed, in a sentence that says what to do. */
        error: z.string().nullable(),
        /** The same for a program with words of its own, as in an error. */
        params: z.looseObject({ reason: z.string() }).nullish(),
      }),
    ),
  })
  .meta({ id: 'TemplateList' })
export type TemplateList = z.infer<typeof TemplateList>

/** Whose templates: all of the org's accounts, or those that one of its numbers sends. */
export const TemplateQuery = z.strictObject({ chatAccountId: z.string().optional() })
export type TemplateQuery = z.infer<typeof TemplateQuery>

/** A variable's name and what stands there. */
export const TemplateValues = z
  .record(z.string().max(16), z.string().max(1600))
  .refine((values) => Object.keys(values).length <= 100, 'A template has at most 100 variables.')
export type TemplateValues = z.infer<typeof TemplateValues>

/** Which template is sent, and with what in it; every variable has to have its value. */
export const TemplateToSend = z.strictObject({
  kind: z.literal('template'),
  v: z.literal(1).optional(),
  templateId: z.uuid('That’s not the id of a template.'),
  values: TemplateValues.default({}),
})

const buttonText = z
  .string()
  .trim()
  .min(1, 'Name the button.')
  .max(20, 'A button holds at most 20 characters.')

/** A new template, of text with or without answers to press, and the samples that WhatsApp is shown. */
export const CreateTemplate = z
  .strictObject({
    /** Of which number's account. Needed where the org has several accounts. */
    chatAccountId: z.string().optional(),
    name: z
      .string()
      .regex(/^[a-z0-9_]{1,512}$/, 'A template’s name is of small letters, digits and underscores.'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, 'Write the language as WhatsApp does, like en or pt_BR.'),
    category: TemplateCategory.exclude(['authentication']),
    body: writtenText(1024, 'A template holds at most 1,024 characters.'),
    /** Quick replies, of which WhatsApp shows three at most before the window is open. */
    buttons: z.array(buttonText).max(3, 'A template has at most three answers.').default([]),
    samples: TemplateValues.default({}),
    /** Whether it is handed to WhatsApp for approval at once. */
    submit: z.boolean().default(true),
  })
  .meta({ id: 'CreateTemplate' })
export type CreateTemplate = z.infer<typeof CreateTemplate>
