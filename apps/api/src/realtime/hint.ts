import { z } from 'zod'

/**
 * Wakes whoever must look again: at an org's events, at what it remembers of its numbers, or at who may listen to it.
 * A hint that is lost costs a moment, never truth.
 */
export const Hint = z.object({
  kind: z.enum(['events', 'chat-accounts', 'access']),
  orgIds: z.array(z.string()),
})
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

/** NOTIFY carries at most 8,000 bytes; an id takes 39. */
const idsPerHint = 150

/** The hints as payloads that NOTIFY can carry, each org once. */
export function payloadsOf(hints: Hint[]): string[] {
  return Hint.shape.kind.options.flatMap((kind) => {
    const orgIds = [...new Set(hints.filter((hint) => hint.kind === kind).flatMap((hint) => hint.orgIds))]
    const payloads: string[] = []
    for (let at = 0; at < orgIds.length; at += idsPerHint) {
      payloads.push(JSON.stringify({ kind, orgIds: orgIds.slice(at, at + idsPerHint) } satisfies Hint))
    }
    return payloads
  })
}
