'use client'
import type { Role } from '@cloudpa/contracts/orgs'
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../../components/ui/button'
import { useMenu } from '../../components/ui/use-menu'

const fetchRoles = () => import('./roles').then(({ Roles }) => Roles)

interface Props {
  /** Whose role it is, for those who don't see the row. */
  label: string
  role: Role
  choices: readonly Role[]
  onChoose: (role: Role) => Promise<void>
}

/** A member's role. A menu, since a select would change it with every arrow key that passes over one. */
export function RoleMenu({ label, role, choices, onChoose }: Props) {
  const t = useTranslations('settings')
  const { trigger, menu, List } = useMenu(fetchRoles)
  const [busy, setBusy] = useState(false)
  async function choose(chosen: Role) {
    if (busy || chosen === role) return
    setBusy(true)
    await onChoose(chosen)
    setBusy(false)
  }
  return (
    <>
      <Button {...trigger} look="ghost" busy={busy}>
        <span className="sr-only">{label}: </span>
        {t(`role.${role}`)}
        <ChevronDown size={16} strokeWidth={2} aria-hidden />
      </Button>
      {List ? (
        <List menu={menu} role={role} choices={choices} onChoose={(chosen) => void choose(chosen)} />
      ) : null}
    </>
  )
}
