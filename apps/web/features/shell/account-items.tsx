'use client'
import type { Me } from '@cloudpa/contracts/orgs'
import { Keyboard, LogOut, Plus, Settings, Smartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { toast } from '../../client/toast'
import { request } from '../../client/request'
import { Avatar } from '../../components/ui/avatar'
import type { MenuState } from '../../components/ui/use-menu'
import {
  MenuItem,
  MenuLabel,
  MenuLine,
  MenuList,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSegment,
} from '../../components/ui/menu-list'
import { useThemeChoice } from '../../components/ui/use-theme-choice'
import { doAction } from '../actions/registry'
import { useDemo } from '../first-run/use-demo'
import { useErrorSentence } from '../words/use-error-sentence'

interface Props {
  menu: MenuState
  me: Me
  leave: () => void
}

/** What is behind one's face. */
export function AccountItems({ menu, me, leave }: Props) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('shell')
  const router = useRouter()
  return (
    <MenuList menu={menu} side="top" align="end">
      <div className="px-2.5 py-2">
        <p className="flex font-semibold">
          <span dir="auto" className="truncate">
            {me.user?.name}
          </span>
        </p>
        <p className="truncate text-meta text-ink-2">{me.user?.email}</p>
      </div>
      <MenuLine />
      {/* On a phone the thumb is at the other end, where nobody should sign out by accident. */}
      <SignOut className="md:hidden" onSelect={leave} />
      <MenuLabel>{t('businesses')}</MenuLabel>
      <MenuRadioGroup value={me.org.id} onValueChange={(orgId) => void switchOrg(me, orgId, sentenceOf)}>
        {me.orgs.map((org) => (
          <MenuRadioItem
            key={org.id}
            value={org.id}
            face={<Avatar id={org.id} name={org.name} className="size-6 text-[0.625rem]" />}
          >
            <bdi>{org.name}</bdi>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
      {/* Where there is room it stands beside the menu. */}
      <MenuItem className="md:hidden" onSelect={() => router.push('/settings')}>
        <Settings size={18} strokeWidth={1.75} aria-hidden />
        {t('settings')}
      </MenuItem>
      <MenuItem onSelect={() => router.push('/settings/business')}>
        <Plus size={18} strokeWidth={1.75} aria-hidden />
        {t('newBusiness')}
      </MenuItem>
      <MenuLine />
      <ThemeChoice />
      <MenuLine className="max-md:hidden" />
      <PhoneItem />
      <MenuItem className="max-md:hidden" onSelect={() => void doAction('shortcuts')}>
        <Keyboard size={18} strokeWidth={1.75} aria-hidden />
        {t('shortcuts')}
      </MenuItem>
      <SignOut className="max-md:hidden" onSelect={leave} />
    </MenuList>
  )
}

function SignOut(props: { className: string; onSelect: () => void }) {
  const t = useTranslations('shell')
  return (
    <MenuItem {...props}>
      <LogOut size={18} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
      {t('signOut')}
    </MenuItem>
  )
}

function ThemeChoice() {
  const { legend, options, value, onChoose } = useThemeChoice()
  return (
    <>
      <MenuLabel>{legend}</MenuLabel>
      <MenuRadioGroup
        value={value}
        onValueChange={onChoose}
        className="mx-2.5 mb-1 flex flex-wrap gap-0.5 rounded-ctl bg-inset p-0.5"
      >
        {options.map((theme) => (
          <MenuSegment key={theme.value} value={theme.value}>
            {theme.label}
          </MenuSegment>
        ))}
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
    await toast('error', sentenceOf(error))
  }
}
