'use client'
import { useTranslations } from 'next-intl'
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { shownCount } from '../conversations/unread-count'
import { useConversationCounts } from '../live/use-conversations'

const unreadIcon = '/favicon-unread.svg'

/** How many conversations are unread: in the tab's title, as a larger dot in its icon, and on the installed app. */
export function UnreadBadge() {
  const t = useTranslations('notify')
  const pathname = usePathname()
  const { unread } = useConversationCounts()
  const place = pathname.startsWith('/settings') ? 'settings' : 'inbox'

  useEffect(
    () => holdTitle(t(`${place}Title`, { count: unread, shown: shownCount(unread) })),
    [unread, place, t],
  )

  useEffect(() => {
    if (unread === 0) return
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (!icon) return
    const before = icon.href
    icon.href = unreadIcon
    return () => {
      icon.href = before
    }
  }, [unread])

  useEffect(() => {
    // Only an installed app has a badge, and some browsers know none.
    if (!('setAppBadge' in navigator)) return
    const shown = unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()
    shown.catch((error: unknown) => console.warn('The app’s badge could not be set.', error))
  }, [unread])

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
