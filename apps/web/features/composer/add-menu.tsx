'use client'
import { Smile, SquareSlash, StickyNote } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { MenuItem, MenuList } from '../../components/ui/menu-list'
import type { MenuState } from '../../components/ui/use-menu'
import { SendDoneItem } from './send-ways'

const icon = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const

interface Props {
  menu: MenuState
  /** Whether there is something to send. */
  ready: boolean
  onReplies: () => void
  onEmoji: () => void
  onNote: () => void
  onSendDone: () => void
}

/** What one adds on a phone, and the other way to send; the likeliest lies lowest. */
export function AddMenu({ menu, ready, onReplies, onEmoji, onNote, onSendDone }: Props) {
  const t = useTranslations('composer')
  const notes = useTranslations('notes')
  // Done once the menu is gone: it would take the keyboard back.
  const then = (work: () => void) => () => setTimeout(work, 0)
  return (
    <MenuList menu={menu} side="top" align="start">
      <SendDoneItem onSendDone={onSendDone} disabled={!ready} />
      <MenuItem onSelect={then(onNote)} data-testid="add-menu-note">
        <StickyNote {...icon} />
        {notes('write')}
      </MenuItem>
      <MenuItem onSelect={then(onEmoji)} data-testid="add-emoji">
        <Smile {...icon} />
        {t('emoji')}
      </MenuItem>
      <MenuItem onSelect={then(onReplies)} data-testid="add-reply">
        <SquareSlash {...icon} />
        {t('quickReplies')}
      </MenuItem>
    </MenuList>
  )
}
