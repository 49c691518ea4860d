'use client'
import { useTranslations } from 'next-intl'
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { useWaiting } from '../conversations/use-waiting'

const unreadIcon = '/favicon-unread.svg'

/** How many conversations wait, in the tab's title and as a larger dot in its icon. */
export function UnreadBadge() {
  const t = useTranslations('notify')
  const pathname = usePathname()
  const waiting = useWaiting()
  const place = pathname.startsWith('/settings') ? 'settings' : 'inbox'

  useEffect(() => holdTitle(t(`${place}Title`, { count: waiting })), [waiting, place, t])

  useEffect(() => {
    if (waiting === 0) return
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (!icon) return
    const before = icon.href
    icon.href = unreadIcon
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
