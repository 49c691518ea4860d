'use client'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { toast } from '../../client/toast'
import { useFetched } from '../../components/ui/use-fetched'
import { whenIdle } from '../../components/ui/when-idle'
import { useActions } from '../actions/use-actions'
import { openIdOf } from '../conversations/open-conversation'
import { useChoosing } from './choosing'

const load = () => import('./load-dialog').then(({ loadDialog }) => loadDialog())

/** What asks for a template, in whichever conversation, and what begins a new one. */
export function Templates() {
  const { asked, ask, close } = useChoosing()
  const notReached = useTranslations('errors')('unreachable')
  const [Dialog, fetchDialog] = useFetched(load)
  useEffect(() => whenIdle(() => void fetchDialog()), [fetchDialog])
  useEffect(() => {
    if (!asked) return
    void fetchDialog().then((came) => {
      if (came) return
      close()
      void toast('error', notReached)
    })
  }, [asked, fetchDialog, close, notReached])
  useActions({
    template: () => {
      const conversationId = openIdOf(window.location.pathname)
      if (conversationId) ask({ conversationId })
      return conversationId !== null
    },
    newConversation: () => {
      ask({ conversationId: null })
      return true
    },
  })
  return asked && Dialog ? <Dialog key={asked.conversationId} asked={asked} onClose={close} /> : null
}
