'use client'
import type { Conversation, ConversationFacts } from '@cloudpa/contracts/conversations'
import { useEffect } from 'react'
import { cx } from '../../components/ui/cx'
import { useFetched } from '../../components/ui/use-fetched'
import { whenIdle } from '../../components/ui/when-idle'
import { useContactPanel, useIsBeside } from './contact-panel-state'

const loadContactPanel = () => import('./contact-panel').then((module) => module.ContactPanel)

/** Has the panel fetched before a conversation is opened, once there is nothing else to do. */
export function useContactPanelSoon(): void {
  const [, fetchPanel] = useFetched(loadContactPanel)
  useEffect(() => whenIdle(() => void fetchPanel()), [fetchPanel])
}

interface Props {
  id: string
  /** Undefined until it is loaded. */
  conversation: Conversation | undefined
  facts: ConversationFacts | null
}

/** The panel of one conversation. Until it can be drawn its place is kept, so that nothing moves when it comes. */
export function ContactPanelPlace({ id, conversation, facts }: Props) {
  const [ContactPanel, fetchPanel] = useFetched(loadContactPanel)
  const { shown } = useContactPanel(id)
  const beside = useIsBeside()
  // Where it could not be fetched it is tried again with the next conversation, and when it is asked for.
  useEffect(() => {
    if (conversation && shown) void fetchPanel()
  }, [fetchPanel, conversation, shown])
  return conversation && ContactPanel ? (
    <ContactPanel conversation={conversation} facts={facts} />
  ) : (
    <div className={cx('hidden w-(--side) shrink-0 bg-panel', beside && 'xl:block')} />
  )
}
