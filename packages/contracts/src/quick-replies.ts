import { z } from 'zod'

export const longestShortcut = 32
/** So many may be shared in an org, and so many may each member have besides: a list answers with all of them. */
export const maxShared = 500
export const maxOwn = 200

/** What is written behind the slash: one word, in small letters of any script. */
export const Shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'Give it a shortcut.')
  .max(longestShortcut, `A shortcut has at most ${longestShortcut} characters.`)
  .regex(/^[\p{L}\p{M}\p{N}_-]*$/u, 'A shortcut is one word: letters, digits, - and _.')

/** As long as a message may be. Its variables, like {{first_name}}, are filled in where it is used. */
const Text = z
  .string()
  .trim()
  .min(1, 'Write the reply.')
  .max(1600, 'A reply has at most 1600 characters.')
  // PostgreSQL keeps no NUL.
  .regex(/^[^\0]*$/, 'A reply has no control characters.')

export const QuickReply = z
  .object({
    id: z.string(),
    shortcut: z.string(),
    text: z.string(),
    /** Whether everybody of the org has it; else only who made it. */
    shared: z.boolean(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'QuickReply' })
export type QuickReply = z.infer<typeof QuickReply>

/** Shared ones and one's own, by shortcut; an API key has none of its own. */
export const QuickReplyList = z.object({ items: z.array(QuickReply) }).meta({ id: 'QuickReplyList' })
export type QuickReplyList = z.infer<typeof QuickReplyList>

export const CreateQuickReply = z
  .strictObject({ shortcut: Shortcut, text: Text, shared: z.boolean() })
  .meta({ id: 'CreateQuickReply' })
export type CreateQuickReply = z.infer<typeof CreateQuickReply>

export const UpdateQuickReply = CreateQuickReply.partial().meta({ id: 'UpdateQuickReply' })
export type UpdateQuickReply = z.infer<typeof UpdateQuickReply>
