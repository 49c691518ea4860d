'use client'
import { useAnnouncement } from '../../components/ui/announcer'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { meKey } from '../../client/use-me'
import { applyLiveEvents, resync } from '../live/apply-live-events'
import { useConnectionState } from '../live/connection-state'
import { useTranslations } from 'next-intl'
import { failureSentence, previewOf, type MessageWords } from '../messages/describe-message'
import { listenForDrafts, useDrafts } from '../sending/drafts'
import { clockTime } from '../words/format-time'
import { openLiveConnection, type InboxEvent } from '../live/live-connection'
import { openIdOf } from '../conversations/open-conversation'
import { resendUnanswered } from '../sending/send-message'
import { UnreadBadge } from '../notify/unread-badge'
import { useUnsent } from '../sending/unsent'

/** Keeps the signed-in part of the app in step with the world, for one person in one org. */
export function Live({ owner }: { owner: string }) {
  const client = useQueryClient()
  const t = useTranslations('messages')
  const announce = useEffectEvent((events: InboxEvent[]) => announceNews(events, t))

  useEffect(() => {
    useDrafts.getState().load(owner)
    useUnsent.getState().load(owner)
    return listenForDrafts()
  }, [owner])

  // The stream may take longer than the network, and a message that waits should not.
  useEffect(() => {
    window.addEventListener('online', resendUnanswered)
    return () => window.removeEventListener('online', resendUnanswered)
  }, [])

  useEffect(() => {
    const { opened, lost } = useConnectionState.getState()
    return openLiveConnection({
      onOpen: (resumed) => {
        opened()
        if (!resumed) resync(client)
        resendUnanswered()
        // The session may have ended, or another tab may have switched the org, while the line was down.
        void client.invalidateQueries({ queryKey: meKey })
      },
      onLost: (refused) => {
        lost()
        // A refusal does not say why; if it is the session that ended, this finds out.
        if (refused) void client.invalidateQueries({ queryKey: meKey })
      },
      onEvents: (events) => {
        applyLiveEvents(client, events)
        announce(events)
      },
    })
  }, [client])

  return <UnreadBadge />
}

/** Only what just happened in the open thread is read out; history that loads is not. */
function announceNews(events: InboxEvent[], t: MessageWords) {
  const openId = openIdOf(window.location.pathname)
  const { announce } = useAnnouncement.getState()
  for (const event of events) {
    if (event.type !== 'message' || event.message.conversationId !== openId) continue
    const { message, conversation } = event
    if (message.direction === 'inbound') {
      announce(`${conversation.contact.name}, ${clockTime(message.occurredAt)}: ${previewOf(message, t)}`)
    } else if (message.status === 'failed') {
      announce(`Not delivered. ${failureSentence(message) ?? ''}`)
    }
  }
}
