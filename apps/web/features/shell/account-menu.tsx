'use client'
import type { Me } from '@cloudpa/contracts/orgs'
import { Keyboard, LogOut, Menu as MenuIcon, Plus, Smartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useRouter } from 'next/navigation'
import { useRef } from 'react'
import { notify } from '../../client/notify'
import { request } from '../../client/request'
import { Avatar } from '../../components/ui/avatar'
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuLine,
  MenuRadioGroup,
  MenuRadioItem,
  MenuTrigger,
} from '../../components/ui/menu'
import { act } from '../actions/registry'
import { useDemo } from '../first-run/use-demo'
import { useSignOut } from '../sending/use-sign-out'
import { useErrorSentence } from '../words/use-error-sentence'
import { placeLook } from './place-look'

/** Who is signed in, which org is at work, how it looks, and the way out. */
export function AccountMenu({ me }: { me: Me | undefined }) {
  const t = useTranslations('shell')
  const name = me?.user?.name ?? ''
  const trigger = useRef<HTMLButtonElement>(null)
  const { leave, question } = useSignOut(trigger)
  return (
    <>
      {/* Not modal: the page behind stays readable, and one click closes the menu and reaches what it hit. */}
      <Menu modal={false}>
        <MenuTrigger ref={trigger} data-testid="account-menu" className={placeLook}>
          <span className="hidden lg:block">
            {me ? (
              <Avatar id={me.user?.id ?? ''} name={name} className="size-9 text-small" />
            ) : (
              <span className="block size-9 rounded-full bg-inset" />
            )}
          </span>
          <MenuIcon size={22} strokeWidth={1.75} aria-hidden className="text-ink-2 lg:hidden" />
          <span className="text-ink-2 lg:hidden">{t('more')}</span>
          <span className="sr-only">
            {me ? t('account', { name, org: me.org.name }) : t('accountLoading')}
          </span>
        </MenuTrigger>
        {me ? <AccountItems me={me} name={name} leave={leave} /> : null}
      </Menu>
      {question}
    </>
  )
}

function AccountItems({ me, name, leave }: { me: Me; name: string; leave: () => void }) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('shell')
  const router = useRouter()
  return (
    <MenuContent side="top" align="end">
      <div className="px-2.5 py-2">
        <p className="truncate font-semibold">
          <bdi>{name}</bdi>
        </p>
        <p className="truncate text-meta text-ink-2">{me.user?.email}</p>
      </div>
      <MenuLine />
      <MenuLabel>{t('businesses')}</MenuLabel>
      <MenuRadioGroup value={me.org.id} onValueChange={(orgId) => void switchOrg(me, orgId, sentenceOf)}>
        {me.orgs.map((org) => (
          <MenuRadioItem key={org.id} value={org.id}>
            <bdi>{org.name}</bdi>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
      <MenuItem onSelect={() => router.push('/settings/organisation')}>
        <Plus size={18} strokeWidth={1.75} aria-hidden />
        {t('newBusiness')}
      </MenuItem>
      <MenuLine />
      <ThemeChoice />
      <MenuLine />
      <PhoneItem />
      <MenuItem className="max-md:hidden" onSelect={() => void act('shortcuts')}>
        <Keyboard size={18} strokeWidth={1.75} aria-hidden />
        {t('shortcuts')}
      </MenuItem>
      <MenuItem onSelect={leave}>
        <LogOut size={18} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
        {t('signOut')}
      </MenuItem>
    </MenuContent>
  )
}

function ThemeChoice() {
  const t = useTranslations('shell')
  const { theme, setTheme } = useTheme()
  return (
    <>
      <MenuLabel>{t('theme')}</MenuLabel>
      <MenuRadioGroup value={theme ?? 'system'} onValueChange={setTheme}>
        <MenuRadioItem value="light">{t('light')}</MenuRadioItem>
        <MenuRadioItem value="dark">{t('dark')}</MenuRadioItem>
        <MenuRadioItem value="system">{t('system')}</MenuRadioItem>
      </MenuRadioGroup>
    </>
  )
}

function PhoneItem() {
  const t = useTranslations('shell')
  const { data: demo } = useDemo()
  if (!demo) return null
  return (
    <MenuItem asChild>
      <a href={demo.phoneUrl} target="_blank" rel="noopener noreferrer">
        <Smartphone size={18} strokeWidth={1.75} aria-hidden />
        {t('phone')}
      </a>
    </MenuItem>
  )
}

/** A full load, so that nothing of the former org stays in memory. */
async function switchOrg(me: Me, orgId: string, sentenceOf: (error: unknown) => string) {
  if (orgId === me.org.id) return
  try {
    await request('POST', '/api/v1/org/switch', { orgId })
    window.location.assign('/inbox')
  } catch (error) {
    await notify('error', sentenceOf(error))
  }
}
