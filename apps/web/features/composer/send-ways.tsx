'use client'
import { CheckCheck, Clock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Key } from '../../components/ui/keys'
import { MenuItem, MenuList } from '../../components/ui/menu-list'
import { useAfterMenu } from '../../components/ui/use-after-menu'
import type { MenuState } from '../../components/ui/use-menu'
import { useKeysOf } from '../actions/use-actions'
import { SendLater } from './send-later'

/** The other ways to send what was written. */
export function SendWays({ id, menu, onSendDone }: { id: string; menu: MenuState; onSendDone: () => void }) {
  const [isLater, setLater] = useState(false)
  const { after, onCloseAutoFocus } = useAfterMenu()
  return (
    <>
      <MenuList menu={menu} side="top" align="end" onCloseAutoFocus={onCloseAutoFocus}>
        <SendLaterItem onLater={after(() => setLater(true))} />
        <SendDoneItem onSendDone={onSendDone} />
      </MenuList>
      {isLater ? <SendLater id={id} anchor={menu.button} onClose={() => setLater(false)} /> : null}
    </>
  )
}

export function SendLaterItem({ onLater, disabled = false }: { onLater: () => void; disabled?: boolean }) {
  const t = useTranslations('composer')
  return (
    <MenuItem onSelect={onLater} disabled={disabled} data-testid="send-later">
      <Clock size={18} strokeWidth={1.75} aria-hidden />
      <span className="min-w-0 flex-1">{t('later.send')}</span>
    </MenuItem>
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
