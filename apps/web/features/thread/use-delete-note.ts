'use client'
import type { Note } from '@cloudpa/contracts/notes'
import { useTranslations } from 'next-intl'
import { toast } from '../../client/toast'
import type { WayBack } from '../actions/way-back'
import { useErrorSentence } from '../words/use-error-sentence'
import { bringBack, deletedLast, deleteNote } from './delete-note'

/** Deleting a note and taking that back; what goes wrong is said. */
export function useDeleteNote() {
  const t = useTranslations('notes')
  const sentenceOf = useErrorSentence()
  const say = (error: unknown) => void toast('error', sentenceOf(error))
  const undo = (note: Note) => void bringBack(note).catch(say)
  return {
    remove: (note: Note) => {
      const back = { label: t('undo'), onClick: () => undo(note) }
      deleteNote(note).then(() => toast('success', t('deleted'), back, `note ${note.id}`), say)
    },
    /** The way back from the one deleted last; null where there is none. */
    lastDeleted: (): WayBack | null => {
      const deleted = deletedLast()
      return deleted && { atMs: deleted.atMs, go: () => undo(deleted.note) }
    },
  }
}
