'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent } from 'react'
import { meKey } from '../../client/use-me'
import { useAnnouncement } from '../../components/ui/announcer'
import { useFetched } from '../../components/ui/use-fetched'
import { whenIdle } from '../../components/ui/when-idle'
import { openIdOf } from '../conversations/open-conversation'
import { applyLiveEvents } from '../live/apply-live-events'
import { catchUp, stopCatchingUp } from '../live/catch-up'
import { conversations } from '../live/conversation-store'
import { noteLine, watchNetwork } from '../live/connection-state'
import { openLiveConnection, type InboxEvent } from '../live/live-connection'
import { teamUp } from '../presence/attend'
import { hearAnswers, hearPresence } from '../presence/who-is-here'
import { UnreadBadge } from '../notify/unread-badge'
import { useGoTo } from '../search/go-to'
import { SendingNotices } from '../sending/sending-notices'
import { sendAgain, useSending } from '../sending/use-sending'
import { useTimes } from '../words/use-times'
import { bringNotes } from '../notes/write-note'
import { sayNews } from './say-news'

const loadKeepNotes = () => import('./keep-notes').then((module) => module.KeepNotes)

const isOpen = (id: string) => openIdOf(window.location.pathname) === id

interface Props {
  owner: string
  memberId: string | null
  /** Whether the org has no other member. */
  alone: boolean
}

/** Keeps the signed-in part of the app in step with the world, for one person in one org. */
export function KeepInStep({ owner, memberId, alone }: Props) {
  const client = useQueryClient()
  const t = useTranslations('messages')
  const { clockTime } = useTimes()
  const announce = useEffectEvent((events: InboxEvent[]) => {
    const news = sayNews(events, openIdOf(window.location.pathname), t, clockTime)
    if (news) useAnnouncement.getState().announce(news)
  })

  // Nobody waits for it: what came or was kept before it is there, it takes up when it is.
  const [KeepNotes, fetchKeepNotes] = useFetched(loadKeepNotes)
  useEffect(() => whenIdle(() => void fetchKeepNotes()), [fetchKeepNotes])
  const fetchAgain = useEffectEvent(() => void fetchKeepNotes())

  const goTo = useGoTo()
  useSending(owner)

  useEffect(watchNetwork, [])
  useEffect(() => conversations.look(memberId), [memberId])
  useEffect(() => teamUp(memberId, alone), [memberId, alone])

  useEffect(() => {
    const close = openLiveConnection(owner, {
      onState: (line) => {
        const hasOpened = noteLine(line)
        // This also asks who is signed in.
        if (hasOpened) void sendAgain(client, owner)
        if (hasOpened) void catchUp(client)
        if (hasOpened) bringNotes()
        // It may not have come over the line that was lost.
        if (hasOpened) fetchAgain()
        // The session may have ended.
        if (line.isRefused) void client.invalidateQueries({ queryKey: meKey })
      },
      onPresence: hearPresence,
      onEvents: (events) => {
        // Before it is known as any other message.
        hearAnswers(events)
        applyLiveEvents(client, events)
        announce(events)
      },
      // Drafts and what is unsent are kept.
      onWentBack: () => window.location.reload(),
    })
    return () => {
      close()
      stopCatchingUp()
    }
  }, [client, owner])

  return (
    <>
      <UnreadBadge />
      {KeepNotes ? <KeepNotes owner={owner} memberId={memberId} /> : null}
      <SendingNotices isOpen={isOpen} open={goTo} />
    </>
  )
}
