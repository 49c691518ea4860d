'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Popover } from 'radix-ui'
import { useRef, type RefObject } from 'react'
import { leaveWhenSignedOut } from '../../client/query-client'
import { toast } from '../../client/toast'
import { Dialog } from '../../components/ui/dialog'
import { useAnnouncement } from '../../components/ui/announcer'
import { useMedia, wide } from '../../components/ui/use-media'
import { firstNameOf } from '../contacts/first-name'
import { useFocusWish } from '../conversations/open-conversation'
import { useConversation } from '../live/use-conversations'
import { noteTyping } from '../presence/attend'
import { blanksIn } from '../quick-replies/fill-in'
import { useDrafts } from '../sending/drafts'
import { sendLater, useScheduling, type When } from '../sending/scheduled'
import { trayOf, useTray } from '../sending/tray'
import { LargeTimes } from '../triage/large-times'
import { TimePicker } from '../triage/time-picker'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import { toSend } from './to-send'

interface Props {
  /** Of the conversation. */
  id: string
  anchor: RefObject<HTMLElement | null>
  onClose: () => void
}

/** Asks when what was written is to be sent: beside the button, on a phone from below. Mounted while it asks. */
export function SendLater({ id, anchor, onClose }: Props) {
  const t = useTranslations('triage')
  const isWide = useMedia(wide)
  const contact = useConversation(id)?.contact
  const keep = useSendLater(id)
  const cameBack = useRef(false)
  const choices = {
    question: 'send' as const,
    name: contact ? firstNameOf(contact) : null,
    onChoose: (when: When) => {
      cameBack.current = true
      onClose()
      void keep(when)
    },
  }
  if (!isWide) {
    return (
      <Dialog open onOpenChange={onClose} title={t('sendWhen')}>
        <LargeTimes {...choices} />
      </Dialog>
    )
  }
  return (
    <Popover.Root open onOpenChange={onClose}>
      <Popover.Anchor virtualRef={{ current: anchor.current ?? document.body }} />
      <Popover.Portal>
        <Popover.Content
          aria-label={t('sendWhen')}
          data-testid="send-menu"
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (!cameBack.current) useFocusWish.getState().ask({ id, focus: 'composer', onPurpose: true })
          }}
          className="z-50 w-80 animate-pop rounded-card bg-pop shadow-pop focus:outline-none"
        >
          <TimePicker {...choices} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Returns how to have sent later what stands in a conversation's composer. It stays there until that is sure. */
export function useSendLater(id: string): (when: When) => Promise<boolean> {
  const t = useTranslations('composer')
  const client = useQueryClient()
  const sentenceOf = useErrorSentence()
  const { comingTime } = useTimes()
  return async (when) => {
    const text = useDrafts.getState().texts[id] ?? ''
    const files = trayOf(id).filter(({ fault, isComing }) => !fault && !isComing)
    const [blank] = blanksIn(text)
    if (blank) {
      void toast('error', t('blank', { blank: blank.text }))
      return false
    }
    if (useScheduling.getState()[id]) return false
    const messages = toSend(files, text.trim())
    useScheduling.setState({ [id]: true })
    const { count, error } = await sendLater(client, id, messages, when).finally(() =>
      useScheduling.setState({ [id]: false }),
    )
    const kept = messages.slice(0, count)
    // What was written since is not sent, and stays.
    if (kept.some(({ body }) => body) && useDrafts.getState().texts[id] === text) {
      useDrafts.getState().clear(id)
      noteTyping(id, '')
    }
    const gone = kept.flatMap(({ carried }) => (carried && 'file' in carried ? carried.file.id : []))
    if (gone.length > 0) useTray.getState().change(id, (all) => all.filter((file) => !gone.includes(file.id)))
    if (count < messages.length) {
      leaveWhenSignedOut(error)
      void toast('error', t('later.failed', { why: sentenceOf(error) }))
      return false
    }
    const says = when
      ? t('later.saidAt', { when: comingTime(when.toISOString(), Date.now()) })
      : t('later.saidWrites')
    useAnnouncement.getState().announce(says)
    useFocusWish.getState().ask({ id, focus: 'composer', onPurpose: true })
    return true
  }
}
