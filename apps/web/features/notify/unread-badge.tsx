'use client'
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { useConversations } from '../live/inbox-queries'
import { flattenConversations } from '../live/merge-conversation'

const dot =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='9' fill='%2300704b'/%3E%3Cpath d='M11 8h10a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3h-5l-4.3 3.6A.7.7 0 0 1 10.5 24v-3A3 3 0 0 1 8 18v-7a3 3 0 0 1 3-3z' fill='%23fff'/%3E%3Ccircle cx='25' cy='7' r='7' fill='%23e5484d'/%3E%3C/svg%3E"

/** How many conversations wait, in the tab's title and as a dot on its icon. */
export function UnreadBadge() {
  const pathname = usePathname()
  const { data } = useConversations()
  const waiting = flattenConversations(data).filter((item) => item.unreadCount > 0).length

  useEffect(() => {
    const page = pathname.startsWith('/settings') ? 'Settings' : 'Inbox'
    return holdTitle(`${waiting > 0 ? `(${waiting}) ` : ''}${page} · Cloud PA`)
  }, [waiting, pathname])

  useEffect(() => {
    if (waiting === 0) return
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (!icon) return
    const before = icon.href
    icon.href = dot
    return () => {
      icon.href = before
    }
  }, [waiting])

  return null
}

/** Next streams a page's own title in whenever it is ready, which may be after ours; returns how to let go. */
function holdTitle(title: string) {
  const apply = () => {
    if (document.title !== title) document.title = title
  }
  apply()
  const observer = new MutationObserver(apply)
  observer.observe(document.head, { childList: true, subtree: true, characterData: true })
  return () => observer.disconnect()
}
