'use client'
import { useConversationIds, useWaitingCount } from '../live/use-conversations'

/** How many of the conversations on this screen have something unread. */
export function useWaiting(): number {
  // Settings show the count too, and no list that would have loaded what is counted.
  useConversationIds()
  return useWaitingCount()
}
