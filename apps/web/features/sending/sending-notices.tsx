'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent } from 'react'
import { toast } from '../../client/toast'
import { useAnnouncement } from '../../components/ui/announcer'
import { conversations } from '../live/conversation-store'
import { isolate } from '../words/isolated'
import { heldMs } from './hold'
import { useKeeping } from './kept-entries'
import { useNoteSentence, useUnsentSentence } from './unsent-sentence'
import { useUnsent, useUnsentNotes, type Unsent } from './unsent'

const nameAt = (id: string) => conversations.get(id)?.contact.name

interface Props {
  isOpen: (conversationId: string) => boolean
  open: (conversationId: string) => void
}

/** Says what went wrong with sending and keeping; shows nothing itself. */
export function SendingNotices({ isOpen, open }: Props) {
  const t = useTranslations('sending')
  const notes = useTranslations('notes')
  const sentenceOf = useUnsentSentence()
  const whyOfNote = useNoteSentence()
  const refused = useKeeping((state) => state.refused)

  useEffect(() => {
    if (refused) void toast('error', t('notKept'))
  }, [refused, t])

  const tellElsewhere = useEffectEvent(({ clientId, conversationId }: Unsent, says: string) => {
    const way = { label: t('look'), onClick: () => open(conversationId) }
    void toast('error', says, way, `refused ${clientId}`)
  })

  useEffect(
    () =>
      useUnsent.subscribe(({ items }, before) => {
        for (const item of items) {
          if (item.state === 'sending' || item.reason === 'behind') continue
          const was = before.items.find(({ clientId }) => clientId === item.clientId)
          const seconds = Math.round(heldMs(item, Date.now()) / 1000)
          if (!was && seconds > 0) useAnnouncement.getState().announce(t('held', { seconds }))
          const isLate = was?.state === 'held' && item.state === 'refused'
          if (was?.state !== 'sending' && !isLate) continue
          const why = sentenceOf(item)
          // It may have left the list with what was done after it, and nothing else would tell of it there.
          if (item.state === 'refused' && !isOpen(item.conversationId)) {
            const name = nameAt(item.conversationId)
            tellElsewhere(item, name ? t('notSentTo', { name, why }) : t('notSent', { why }))
          } else useAnnouncement.getState().announce(t('notSent', { why }))
        }
      }),
    [t, sentenceOf, isOpen],
  )

  useEffect(
    () =>
      useUnsentNotes.subscribe(({ items }, before) => {
        for (const item of items) {
          const was = before.items.find(({ clientId }) => clientId === item.clientId)
          if (was?.state !== 'sending' || item.state === 'sending') continue
          const why = whyOfNote(item)
          const name = nameAt(item.conversationId)
          const isHere = isOpen(item.conversationId)
          if (isHere) useAnnouncement.getState().announce(notes('notSaved', { why }))
          else
            tellElsewhere(
              item,
              name ? notes('notSavedAbout', { name: isolate(name), why }) : notes('notSaved', { why }),
            )
        }
      }),
    [notes, whyOfNote, isOpen],
  )
  return null
}
