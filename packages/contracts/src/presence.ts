import { z } from 'zod'

/** What a member does with a conversation that is open on a screen of theirs. */
export const Doing = z.enum(['looking', 'typing'])
export type Doing = z.infer<typeof Doing>

/**
 * What a screen tells while a conversation is in sight on it: again within PRESENCE_LEASE_MS, or it is taken for gone. Who
 * is typing says so anew every few seconds. A screen is at one conversation at a time.
 */
export const TellPresence = z
  .strictObject({
    state: z.enum([...Doing.options, 'left']),
    /** Which of a person's screens that is: any text of its own. */
    screen: z
      .string()
      .regex(/^[\w-]{8,36}$/, 'A screen is named by 8 to 36 letters, digits, hyphens and underscores.'),
  })
  .meta({ id: 'TellPresence' })
export type TellPresence = z.infer<typeof TellPresence>

/** Who of the org is at a conversation now, each once however many screens they have; nobody when all left. */
export const Attendance = z.object({
  conversationId: z.string(),
  members: z.array(z.object({ memberId: z.string(), state: Doing })),
})
export type Attendance = z.infer<typeof Attendance>
