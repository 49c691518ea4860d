'use client'
import type { Me } from '@cloudpa/contracts/orgs'
import { Menu as MenuIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Avatar } from '../../components/ui/avatar'
import { useMenu } from '../../components/ui/use-menu'
import { useSignOut } from '../sending/use-sign-out'
import { placeLook } from './place-look'

const fetchItems = () => import('./account-items').then(({ AccountItems }) => AccountItems)

/** Who is signed in, which org is at work, how it looks, and the way out. */
export function AccountMenu({ me }: { me: Me | undefined }) {
  const t = useTranslations('shell')
  const name = me?.user?.name ?? ''
  const { trigger, menu, List } = useMenu(fetchItems)
  const { leave, question } = useSignOut({ returnTo: menu.button })
  return (
    <>
      <button {...trigger} data-testid="account-menu" className={placeLook}>
        <span className="hidden lg:block">
          {me ? (
            <Avatar id={me.user?.id ?? ''} name={name} className="size-9 text-small" />
          ) : (
            <span className="block size-9 rounded-full bg-inset" />
          )}
        </span>
        <MenuIcon strokeWidth={1.75} aria-hidden className="size-[1.375rem] text-ink-2 lg:hidden" />
        <span className="text-ink-2 lg:hidden">{t('more')}</span>
        <span className="sr-only">{me ? t('account', { name, org: me.org.name }) : t('accountLoading')}</span>
      </button>
      {me && List ? <List menu={menu} me={me} leave={leave} /> : null}
      {question}
    </>
  )
}
