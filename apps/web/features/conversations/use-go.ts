'use client'
import { useRouter } from 'next/navigation'
import type { ListName } from '../live/conversation-filters'
import { followAddress, isInInbox, listHref, openList } from './open-conversation'

/** Has the router go to another screen, from the address where we are. */
export function useGo(): (href: string) => void {
  const router = useRouter()
  return (href) => {
    followAddress()
    router.push(href)
  }
}

/** Opens a list from wherever one is. */
export function useGoToList(): (list: ListName) => void {
  const go = useGo()
  return (list) => (isInInbox() ? openList(list) : go(listHref(list)))
}
