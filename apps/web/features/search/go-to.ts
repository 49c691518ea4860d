'use client'
import { hrefOf, openConversation } from '../conversations/open-conversation'
import { useGo } from '../conversations/use-go'
import { useJump } from '../live/jump'

/** Opens a conversation from wherever one is, and with a message there goes to that. */
export function useGoTo() {
  const go = useGo()
  return (conversationId: string, messageId?: string) => {
    if (messageId) useJump.getState().ask(conversationId, messageId)
    if (/^\/inbox(\/|$)/.test(window.location.pathname))
      openConversation(conversationId, messageId ? null : 'composer')
    else go(hrefOf(conversationId))
  }
}
