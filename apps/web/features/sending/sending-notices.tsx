'use client'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { toast } from '../../client/toast'
import { useAnnouncement } from '../../components/ui/announcer'
import { heldMs } from './hold'
import { useKeeping } from './kept-entries'
import { useUnsentSentence } from './unsent-sentence'
import { useUnsent } from './unsent'

/** Says what went wrong with sending and keeping; shows nothing itself. */
export function SendingNotices() {
  const t = useTranslations('sending')
  const sentenceOf = useUnsentSentence()
  const refused = useKeeping((state) => state.refused)

  useEffect(() => {
    if (refused) void toast('error', t('notKept'))
  }, [refused, t])

  useEffect(
    () =>
      useUnsent.subscribe(({ items }, before) => {
        for (const item of items) {
          if (item.state === 'sending' || item.reason === 'behind') continue
          const was = before.items.find(({ clientId }) => clientId === item.clientId)
          const seconds = Math.round(heldMs(item, Date.now()) / 1000)
          if (!was && seconds > 0) useAnnouncement.getState().announce(t('held', { seconds }))
          if (was?.state !== 'sending') continue
          useAnnouncement.getState().announce(t('notSent', { why: sentenceOf(item) }))
        }
      }),
    [t, sentenceOf],
  )
  return null
}
