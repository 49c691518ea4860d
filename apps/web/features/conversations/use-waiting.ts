'use client'
import { useConversations } from '../live/inbox-queries'
import { flattenConversations } from '../live/merge-conversation'

/** How many of the conversations on this screen have something unread. */
export function useWaiting(): number {
  const { data } = useConversations()
  return flattenConversations(data).filter((item) => item.unreadCount > 0).length
}
