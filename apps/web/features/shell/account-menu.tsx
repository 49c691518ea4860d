'use client'
import type { Me } from '@cloudpa/contracts/orgs'
import { LogOut, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { sentenceOf } from '../../client/api-error'
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

/** Who is signed in, which org is at work, and the way out. */
export function AccountMenu({ me }: { me: Me | undefined }) {
  const router = useRouter()
  const name = me?.user?.name ?? ''
  return (
    // Not modal: the page behind stays readable, and one click closes the menu and reaches what it hit.
    <Menu modal={false}>
      <MenuTrigger
        data-testid="account-menu"
        className="inline-flex size-11 items-center justify-center rounded-full md:size-10"
      >
        <span className="sr-only">{me ? `Account: ${name}, ${me.org.name}` : 'Account'}</span>
        {me ? (
          <Avatar id={me.user?.id ?? ''} name={name} className="size-8 text-meta" />
        ) : (
          <span className="size-8 rounded-full bg-inset" />
        )}
      </MenuTrigger>
      {me ? (
        <MenuContent side="top" align="end">
          <div className="px-2.5 py-2">
            <p className="truncate font-semibold">{name}</p>
            <p className="truncate text-meta text-ink-2">{me.user?.email}</p>
          </div>
          <MenuLine />
          <MenuLabel>Organisation</MenuLabel>
          <MenuRadioGroup value={me.org.id} onValueChange={(orgId) => void switchOrg(me, orgId)}>
            {me.orgs.map((org) => (
              <MenuRadioItem key={org.id} value={org.id}>
                {org.name}
              </MenuRadioItem>
            ))}
          </MenuRadioGroup>
          <MenuItem onSelect={() => router.push('/settings/organisation')}>
            <Plus size={16} strokeWidth={1.75} aria-hidden />
            New organisation
          </MenuItem>
          <MenuLine />
          <MenuItem onSelect={() => void signOut()}>
            <LogOut size={16} strokeWidth={1.75} aria-hidden />
            Sign out
          </MenuItem>
        </MenuContent>
      ) : null}
    </Menu>
  )
}

/** A full load, so that nothing of the former org stays in memory. */
async function switchOrg(me: Me, orgId: string) {
  if (orgId === me.org.id) return
  try {
    await request('POST', '/api/v1/org/switch', { orgId })
    window.location.assign('/inbox')
  } catch (error) {
    await notify('error', sentenceOf(error))
  }
}

async function signOut() {
  try {
    await request('POST', '/api/auth/sign-out', {})
    window.location.assign('/sign-in')
  } catch (error) {
    await notify('error', sentenceOf(error))
  }
}
