'use client'
import type { Me } from '@cloudpa/contracts/orgs'
import { Inbox, Settings, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cx } from '../../components/ui/cx'
import { Tooltip } from '../../components/ui/tooltip'
import { openIdOf } from '../conversations/open-conversation'
import { AccountMenu } from './account-menu'
import { ThemeButton } from './theme-button'

const places: { href: string; label: string; icon: LucideIcon }[] = [
  { href: '/inbox', label: 'Inbox', icon: Inbox },
  { href: '/settings', label: 'Settings', icon: Settings },
]

/** Where one can go. A column at the side, a row above the list, or a bar at the bottom of a phone. */
export function Rail({ me }: { me: Me | undefined }) {
  const pathname = usePathname()
  const inConversation = openIdOf(pathname) !== null
  return (
    <nav
      aria-label="Main"
      className={cx(
        'col-start-1 row-start-2 h-[calc(56px+env(safe-area-inset-bottom))] items-center justify-around border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)]',
        'md:row-start-1 md:flex md:h-12 md:justify-start md:gap-1 md:border-t-0 md:border-r md:border-b md:px-3 md:pb-0',
        'lg:h-full lg:flex-col lg:gap-2 lg:border-b-0 lg:px-0 lg:py-3',
        // Inside a conversation a phone gives the whole height to it.
        inConversation ? 'hidden' : 'flex',
      )}
    >
      {places.map(({ href, label, icon: Icon }) => {
        const current = pathname === href || pathname.startsWith(`${href}/`)
        return (
          <Tooltip key={href} text={label}>
            <Link
              href={href}
              aria-label={label}
              aria-current={current ? 'page' : undefined}
              className={cx(
                'inline-flex size-11 items-center justify-center rounded-ctl transition-colors duration-100 md:size-10',
                current ? 'bg-sel text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
              )}
            >
              <Icon size={20} strokeWidth={1.75} aria-hidden />
            </Link>
          </Tooltip>
        )
      })}
      <div className="hidden md:block md:flex-1" />
      <ThemeButton />
      <AccountMenu me={me} />
    </nav>
  )
}
