'use client'
import type { Me } from '@cloudpa/contracts/orgs'
import { Clock, Inbox, Settings, Users, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cx } from '../../components/ui/cx'
import { Mark } from '../../components/ui/mark'
import { useMedia, wide } from '../../components/ui/use-media'
import { listHref, useFilter, useIsAnyOpen } from '../conversations/open-conversation'
import { shownCount, UnreadCount } from '../conversations/unread-count'
import { useConversationCounts } from '../live/use-conversations'
import { AccountMenu } from './account-menu'
import { placeLook } from './place-look'

/** Where one can go: a column at the side, or tabs below the list. */
export function Rail({ me }: { me: Me | undefined }) {
  const t = useTranslations('shell')
  const pathname = usePathname()
  const { waiting } = useConversationCounts()
  const inConversation = useIsAnyOpen()
  // On a wider screen it is one of the links above the list, and the list is the inbox's.
  const hasTab = !useMedia(wide)
  const isSnoozed = useFilter() === 'snoozed' && hasTab
  const isAt = (href: string) => pathname === href || pathname.startsWith(`${href}/`)
  return (
    <nav
      aria-label={t('main')}
      className={cx(
        'col-start-1 row-start-2 h-[calc(var(--bar)+env(safe-area-inset-bottom))] border-t border-line bg-panel px-1 pb-[env(safe-area-inset-bottom)] md:flex',
        'lg:row-start-1 lg:h-full lg:flex-col lg:gap-1 lg:border-t-0 lg:bg-transparent lg:px-1.5 lg:py-3',
        // Inside a conversation a phone gives the whole height to it.
        inConversation ? 'hidden' : 'flex',
      )}
    >
      <Mark className="mx-auto mt-0.5 mb-4 hidden size-8 shrink-0 lg:block" />
      <Place
        href="/inbox"
        label={t('inbox')}
        icon={Inbox}
        current={isAt('/inbox') && !isSnoozed}
        count={waiting}
      />
      <Place
        href={listHref('snoozed')}
        label={t('snoozed')}
        icon={Clock}
        current={isSnoozed}
        className="md:hidden"
      />
      <Place href="/contacts" label={t('contacts')} icon={Users} current={isAt('/contacts')} />
      <div aria-hidden className="hidden lg:block lg:flex-1" />
      <Place
        href="/settings"
        label={t('settings')}
        icon={Settings}
        current={isAt('/settings')}
        className="max-md:hidden"
      />
      <AccountMenu me={me} />
    </nav>
  )
}

interface PlaceProps {
  href: string
  label: string
  icon: LucideIcon
  current: boolean
  count?: number
  className?: string
}

function Place({ href, label, icon: Icon, current, count = 0, className }: PlaceProps) {
  const t = useTranslations('shell')
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={cx(
        placeLook,
        current
          ? 'font-semibold text-ink lg:bg-panel lg:shadow-rest'
          : 'text-ink-2 lg:hover:bg-hover lg:hover:text-ink',
        className,
      )}
    >
      <span className="relative">
        <Icon strokeWidth={1.75} aria-hidden className="size-[1.375rem]" />
        {count > 0 ? (
          <UnreadCount
            count={count}
            says={t('waiting', { count, shown: shownCount(count) })}
            testId="waiting-count"
            className={cx(
              'absolute -end-3 -top-1.5 h-[1.125rem] min-w-[1.125rem] px-1 ring-2 ring-panel',
              !current && 'lg:ring-canvas',
            )}
          />
        ) : null}
      </span>
      {label}
    </Link>
  )
}
