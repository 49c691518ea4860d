import type { Note } from '@cloudpa/contracts/notes'
import { dismissToast } from '../../client/toast'
import { request } from '../../client/request'
import { applyNote } from '../live/apply-live-events'

const pathOf = (id: string) => `/api/v1/messaging/notes/${id}`

/** So long `z` brings it back, as the toast says. */
const undoMs = 8_000

let last: { note: Note; atMs: number } | null = null

/**
 * Deletes one's own note, whose words this screen alone has then.
 * @throws {ApiError}
 */
export async function deleteNote(note: Note): Promise<void> {
  applyNote(await request<Note>('DELETE', pathOf(note.id)))
  last = { note, atMs: Date.now() }
}

/**
 * Brings a deleted note back where it stood.
 * @throws {ApiError}
 */
export async function bringBack({ id, body }: Note): Promise<void> {
  last = null
  void dismissToast(`note ${id}`)
  applyNote(await request<Note>('PATCH', pathOf(id), { body }))
}

/** The note that was deleted last, and when; null where its toast is gone. */
export function deletedLast(): { note: Note; atMs: number } | null {
  return last && Date.now() - last.atMs < undoMs ? last : null
}
