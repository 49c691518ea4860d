'use client'
import { hrefOf, listHref, openConversation, openList } from '../conversations/open-conversation'
import { useGo } from '../conversations/use-go'
import type { ListName } from '../live/conversation-filters'
import { useJump } from '../live/jump'

const isInInbox = () => /^\/inbox(\/|$)/.test(window.location.pathname)

/** Opens a list from wherever one is. */
export function useGoToList() {
  const go = useGo()
  return (list: ListName) => (isInInbox() ? openList(list) : go(listHref(list)))
}

/** Opens the page of somebody who has no conversation. */
export function useGoToContact() {
  const go = useGo()
  return (contactId: string) => go(`/contacts/${contactId}`)
}

/** Opens a conversation from wherever one is, and with a message there goes to that. */
export function useGoTo() {
  const go = useGo()
  return (conversationId: string, messageId?: string) => {
    if (messageId) useJump.getState().ask(conversationId, messageId)
    if (isInInbox()) openConversation(conversationId, messageId ? null : 'composer')
    else go(hrefOf(conversationId))
  }
}
