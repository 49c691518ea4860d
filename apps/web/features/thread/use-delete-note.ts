'use client'
import type { Note } from '@cloudpa/contracts/notes'
import { useTranslations } from 'next-intl'
import { dismissToast, toast } from '../../client/toast'
import { useErrorSentence } from '../words/use-error-sentence'
import { bringBack, deletedNotes, deleteNote } from './delete-note'

/** Deletes a note, and says how that is taken back; so does what could not be taken back, since no one else has its words. */
export function useDeleteNote(): (note: Note) => void {
  const t = useTranslations('notes')
  const sentenceOf = useErrorSentence()
  function offer(note: Note, kind: 'success' | 'error', says: string) {
    const { atMs, go } = deletedNotes.note(() => {
      void dismissToast(id)
      bringBack(note).catch((error: unknown) => offer(note, 'error', sentenceOf(error)))
    })
    const id = `note ${note.id} ${atMs}`
    void toast(kind, says, { label: t('undo'), onClick: go }, id)
  }
  return (note) => {
    deleteNote(note).then(
      () => offer(note, 'success', t('deleted')),
      (error: unknown) => void toast('error', sentenceOf(error)),
    )
  }
}
