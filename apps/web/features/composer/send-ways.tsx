'use client'
import { CheckCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Key } from '../../components/ui/keys'
import { MenuItem, MenuList } from '../../components/ui/menu-list'
import type { MenuState } from '../../components/ui/use-menu'
import { useKeysOf } from '../actions/use-actions'

/** The other ways to send what was written. */
export function SendWays({ menu, onSendDone }: { menu: MenuState; onSendDone: () => void }) {
  return (
    <MenuList menu={menu} side="top" align="end">
      <SendDoneItem onSendDone={onSendDone} />
    </MenuList>
  )
}

export function SendDoneItem({
  onSendDone,
  disabled = false,
}: {
  onSendDone: () => void
  disabled?: boolean
}) {
  const t = useTranslations('composer')
  const keys = useKeysOf('sendDone')?.shown[0]
  return (
    <MenuItem onSelect={onSendDone} disabled={disabled} data-testid="send-done">
      <CheckCheck size={18} strokeWidth={1.75} aria-hidden />
      <span className="min-w-0 flex-1">{t('sendDone')}</span>
      {keys ? (
        <span aria-hidden className="pointer-coarse:hidden">
          <Key>{keys}</Key>
        </span>
      ) : null}
    </MenuItem>
  )
}
