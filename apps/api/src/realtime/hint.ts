import { z } from 'zod'

/** What changed, in ids only; whoever hears it loads the truth from the database. */
export const Hint = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('messages'),
    orgId: z.string(),
    /** [conversation id, message id] pairs. */
    changed: z.array(z.tuple([z.string(), z.string()])),
  }),
  z.object({ kind: z.literal('conversation'), orgId: z.string(), conversationId: z.string() }),
  z.object({ kind: z.literal('chat-accounts'), orgId: z.string() }),
  /** Somebody may not listen any more. */
  z.object({ kind: z.literal('access'), orgId: z.string() }),
  /** More changed than can be named. */
  z.object({ kind: z.literal('reload'), orgId: z.string() }),
])
export type Hint = z.infer<typeof Hint>

/** A hint as NOTIFY carries it. */
export const HintPayload = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch (error) {
      context.addIssue(String(error))
      return z.NEVER
    }
  })
  .pipe(Hint)

/** NOTIFY carries at most 8,000 bytes; a pair of ids takes about 80. */
const pairsPerHint = 80

/** The hints as payloads that NOTIFY can carry. */
export function payloadsOf(hints: Hint[]): string[] {
  return hints.flatMap(split).map((hint) => JSON.stringify(hint))
}

function split(hint: Hint): Hint[] {
  if (hint.kind !== 'messages' || hint.changed.length <= pairsPerHint) return [hint]
  const parts: Hint[] = []
  for (let at = 0; at < hint.changed.length; at += pairsPerHint) {
    parts.push({ ...hint, changed: hint.changed.slice(at, at + pairsPerHint) })
  }
  return parts
}
