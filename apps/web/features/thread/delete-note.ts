import type { Note } from '@cloudpa/contracts/notes'
import { request } from '../../client/request'
import { latestChange } from '../actions/way-back'
import { applyNote } from '../live/apply-live-events'

const pathOf = (id: string) => `/api/v1/messaging/notes/${id}`

/** How the note that was deleted last is brought back. */
export const deletedNotes = latestChange()

/**
 * Deletes one's own note, whose words this screen alone has then.
 * @throws {ApiError}
 */
export async function deleteNote({ id }: Note): Promise<void> {
  applyNote(await request<Note>('DELETE', pathOf(id)))
}

/**
 * Brings a deleted note back where it stood.
 * @throws {ApiError}
 */
export async function bringBack({ id, body }: Note): Promise<void> {
  applyNote(await request<Note>('PATCH', pathOf(id), { body }))
}
