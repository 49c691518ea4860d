'use client'
import { hrefOf, isInInbox, openConversation } from '../conversations/open-conversation'
import { useGo } from '../conversations/use-go'
import { useJump } from '../live/jump'

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
