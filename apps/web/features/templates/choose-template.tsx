'use client'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { Dialog } from '../../components/ui/dialog'
import { useMedia } from '../../components/ui/use-media'
import { usePreferences } from '../actions/preferences'
import { namesOf } from '../contacts/first-name'
import { watchOpenId } from '../conversations/open-conversation'
import { useConversation } from '../live/use-conversations'
import { sendMessage } from '../sending/send-message'
import { useWindow } from '../window/use-window'
import type { Asked } from './choosing'
import { TemplatePicker } from './template-picker'

interface Props extends Asked {
  conversationId: string
  onClose: () => void
}

/** Sends a template into a conversation, as any reply is sent: held, kept, and tried again. */
export function ChooseTemplate({ conversationId, templateId, values = {}, onClose }: Props) {
  const t = useTranslations('templates')
  const conversation = useConversation(conversationId)
  const window = useWindow(conversation?.windowExpiresAt ?? null)
  useEffect(() => {
    let isFirst = true
    // Whoever goes elsewhere, by the browser's own way back too, has left the question.
    return watchOpenId((openId) => {
      if (!isFirst && openId !== conversationId) onClose()
      isFirst = false
    })
  }, [conversationId, onClose])
  const isTouch = useMedia('(pointer: coarse)')
  return (
    <Dialog
      wide
      open
      rests={isTouch}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={conversation ? t('chooseFor', { name: conversation.contact.name }) : t('choose')}
    >
      <TemplatePicker
        chatAccountId={conversation?.chatAccountId ?? null}
        isOpen={window.open}
        firstName={namesOf(conversation?.contact).first_name}
        begun={templateId === undefined ? undefined : { templateId, values }}
        onSend={(template) => {
          onClose()
          const holdMs = usePreferences.getState().holdSeconds * 1000
          sendMessage(conversationId, template.body, holdMs, { template })
        }}
        onClose={onClose}
      />
    </Dialog>
  )
}
