import { z } from 'zod'
import { longestNote } from './note-limits.js'
import { ClientId, writtenText } from './written.js'

/** A member whom a note names. */
export const Mentioned = z.object({
  memberId: z.string(),
  /** As it stands in the note, behind an @. */
  name: z.string(),
})
export type Mentioned = z.infer<typeof Mentioned>

/** What a member tells the others about a conversation. No customer ever sees it. */
export const Note = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    /** Who wrote it, by the name that they had then: it stays when they leave. */
    author: z.object({ kind: z.enum(['member', 'api_key']), id: z.string(), name: z.string() }),
    /** Empty once it is deleted. */
    body: z.string(),
    mentions: z.array(Mentioned),
    /** The author's own id of the note. */
    clientId: z.string(),
    /** Its place among the messages; never changes. */
    position: z.number().int(),
    occurredAt: z.iso.datetime(),
    editedAt: z.iso.datetime().nullable(),
    /** Null while it is there. What is deleted keeps its place, for screens to learn of it, and loses its words. */
    deletedAt: z.iso.datetime().nullable(),
    /** Rises with every change: of two copies the one with the greater revision is newer. */
    revision: z.number().int(),
  })
  .meta({ id: 'Note' })
export type Note = z.infer<typeof Note>

const NoteBody = writtenText(longestNote, `A note holds at most ${longestNote} characters.`)

export const WriteNote = z.strictObject({ clientId: ClientId, body: NoteBody }).meta({ id: 'WriteNote' })
export type WriteNote = z.infer<typeof WriteNote>

export const UpdateNote = z.strictObject({ body: NoteBody }).meta({ id: 'UpdateNote' })
export type UpdateNote = z.infer<typeof UpdateNote>

/** A note that names whoever asks. */
export const Mention = z
  .object({
    note: Note,
    /** The customer of its conversation. */
    contact: z.object({ id: z.string(), name: z.string() }),
    /** Whether they have opened the conversation since. */
    seen: z.boolean(),
  })
  .meta({ id: 'Mention' })
export type Mention = z.infer<typeof Mention>

/** The newest first, 50 at most; and the conversations of all that they have not seen, however old. */
export const MentionList = z
  .object({ items: z.array(Mention), unseen: z.array(z.string()) })
  .meta({ id: 'MentionList' })
export type MentionList = z.infer<typeof MentionList>
