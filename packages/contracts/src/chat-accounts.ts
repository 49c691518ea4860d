import { z } from 'zod'
import { NameOrNone } from './names.js'

/** What comparing a number with Twilio's own list of its messages found. What was missing is added. */
export const CatchUp = z.object({
  /** When a comparison last came to its end; null until the first did. */
  checkedAt: z.iso.datetime().nullable(),
  /** How many messages were compared so far, each once. */
  checked: z.number().int(),
  /** How many the last comparison missed here, and added. */
  missing: z.number().int(),
  /** The last time that any was missing; null when none ever was. */
  recovered: z.object({ count: z.number().int(), at: z.iso.datetime() }).nullable(),
  /** While a comparison is under way: how many messages it has seen so far. */
  running: z.object({ listed: z.number().int() }).nullable(),
  /**
   * Why the last comparison came to no end. `kind` is as in a validation's finding, or an error's reason, and `says` what
   * its sentence has to be told: Twilio's words, or the name of a key.
   */
  problem: z.object({ kind: z.string(), says: z.string(), message: z.string() }).nullable(),
})
export type CatchUp = z.infer<typeof CatchUp>

export const ChatAccount = z
  .object({
    id: z.string(),
    provider: z.literal('twilio_whatsapp'),
    name: z.string().nullable(),
    /** The number in Twilio's form, e.g. `whatsapp:+14155550001`. */
    externalPhoneId: z.string(),
    /** The number as people of its country group it. */
    formatted: z.string(),
    accountSid: z.string(),
    messagingServiceSid: z.string().nullable(),
    /** Whether a token is stored; the token itself is never shown. */
    hasAuthToken: z.boolean(),
    /** Whether Twilio has accepted the credentials. Until then another org may connect the number too. */
    proven: z.boolean(),
    active: z.boolean(),
    /** Why Twilio lets the account send nothing; its messages wait until that is mended. Null when all is well. */
    alarm: z
      .object({
        /** Twilio's error code. */
        code: z.string(),
        /** As a message's error has it. */
        kind: z.string(),
        message: z.string(),
        since: z.iso.datetime(),
      })
      .nullable(),
    /** Whether customers see that a member types. It marks what they wrote as read. */
    typingIndicator: z.boolean(),
    /** What to paste into Twilio's console: where it posts customers' messages. */
    webhookUrl: z.string(),
    /** Where Twilio posts what became of our messages; sent along with each one. */
    statusCallbackUrl: z.string(),
    /** Null until its messages are first compared with Twilio's list, or are about to be. */
    catchUp: CatchUp.nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'ChatAccount' })
export type ChatAccount = z.infer<typeof ChatAccount>

export const ChatAccountList = z.object({ items: z.array(ChatAccount) }).meta({ id: 'ChatAccountList' })
export type ChatAccountList = z.infer<typeof ChatAccountList>

const ExternalPhoneId = z
  .string()
  .trim()
  .regex(/^(whatsapp:)?\+[0-9 ().-]{5,25}$/, 'Write the number with its country code, like +14155550001.')
const AccountSid = z
  .string()
  .trim()
  .regex(
    /^AC[0-9a-zA-Z]{1,62}$/,
    'The Account SID starts with AC. It’s on the first page of Twilio’s console.',
  )
const MessagingServiceSid = z
  .string()
  .trim()
  .regex(/^MG[0-9a-zA-Z]{1,62}$/, 'A Messaging Service SID starts with MG.')
const AuthToken = z
  .string()
  .trim()
  .min(1, 'Paste the Auth Token. It’s beside the Account SID in Twilio’s console.')
  .max(200)
  .regex(/^[\x21-\x7e]*$/, 'The Auth Token holds no spaces.')
export const CreateChatAccount = z
  .strictObject({
    provider: z.literal('twilio_whatsapp').default('twilio_whatsapp'),
    name: NameOrNone.nullish(),
    externalPhoneId: ExternalPhoneId,
    accountSid: AccountSid,
    messagingServiceSid: MessagingServiceSid.nullish(),
    authToken: AuthToken,
    active: z.boolean().default(true),
    typingIndicator: z.boolean().optional(),
  })
  .meta({ id: 'CreateChatAccount' })
export type CreateChatAccount = z.infer<typeof CreateChatAccount>

export const UpdateChatAccount = z
  .strictObject({
    name: NameOrNone.nullish(),
    externalPhoneId: ExternalPhoneId.optional(),
    accountSid: AccountSid.optional(),
    messagingServiceSid: MessagingServiceSid.nullish(),
    /** Left out: the stored token stays. */
    authToken: AuthToken.optional(),
    active: z.boolean().optional(),
    typingIndicator: z.boolean().optional(),
  })
  .meta({ id: 'UpdateChatAccount' })
export type UpdateChatAccount = z.infer<typeof UpdateChatAccount>

/** Twilio's answer to whether the stored credentials work. */
export const ValidationResult = z
  .object({
    ok: z.boolean(),
    /** One sentence: that it works, or what is wrong and what to do. */
    message: z.string(),
    /** The same for a program with words of its own: what was found, and what Twilio called or said of it. */
    finding: z
      .object({
        kind: z.enum([
          'works',
          'accountState',
          'mismatch',
          'unknownAccount',
          'notLetIn',
          'trouble',
          'notASid',
          'unreachable',
        ]),
        says: z.string(),
      })
      .optional(),
  })
  .meta({ id: 'ValidationResult' })
export type ValidationResult = z.infer<typeof ValidationResult>
