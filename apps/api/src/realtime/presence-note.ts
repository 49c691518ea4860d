import { TellPresence } from '@cloudpa/contracts/presence'
import { z } from 'zod'

/** What one screen of one member is at. */
export interface PresenceNote extends TellPresence {
  orgId: string
  conversationId: string
  memberId: string
}

/** Notes as NOTIFY carries them: lists without names, since there are many of them. */
const Written = z.array(
  z
    .tuple([z.string(), z.string(), z.string(), TellPresence.shape.screen, TellPresence.shape.state])
    .transform(([orgId, conversationId, memberId, screen, state]): PresenceNote => ({
      orgId,
      conversationId,
      memberId,
      screen,
      state,
    })),
)

/** NOTIFY carries at most 8,000 bytes; a note takes up to 170. */
const notesPerPayload = 45

/** The notes as payloads that NOTIFY can carry, in their order, of each screen only the last. */
export function writeNotes(notes: PresenceNote[]): string[] {
  const last = new Map(notes.map((note) => [`${note.memberId}:${note.screen}`, note]))
  const kept = notes.filter((note) => last.get(`${note.memberId}:${note.screen}`) === note)
  const payloads: string[] = []
  for (let at = 0; at < kept.length; at += notesPerPayload) {
    const some = kept.slice(at, at + notesPerPayload)
    payloads.push(
      JSON.stringify(
        some.map((note) => [note.orgId, note.conversationId, note.memberId, note.screen, note.state]),
      ),
    )
  }
  return payloads
}

/** @returns null for what another version wrote */
export function readNotes(payload: string): PresenceNote[] | null {
  try {
    return Written.safeParse(JSON.parse(payload)).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
