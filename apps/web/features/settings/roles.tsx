'use client'
import type { Role } from '@cloudpa/contracts/orgs'
import { useTranslations } from 'next-intl'
import type { MenuState } from '../../components/ui/use-menu'
import { MenuList, MenuRadioGroup, MenuRadioItem } from '../../components/ui/menu-list'

interface Props {
  menu: MenuState
  role: Role
  choices: readonly Role[]
  onChoose: (role: Role) => void
}

/** The roles one can give a member. */
export function Roles({ menu, role, choices, onChoose }: Props) {
  const t = useTranslations('settings')
  return (
    <MenuList menu={menu} align="end">
      <MenuRadioGroup value={role} onValueChange={(chosen) => onChoose(chosen as Role)}>
        {choices.map((choice) => (
          <MenuRadioItem key={choice} value={choice}>
            {t(`role.${choice}`)}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </MenuList>
  )
}
