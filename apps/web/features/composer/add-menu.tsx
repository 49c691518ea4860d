'use client'
import { LayoutTemplate, MapPin, Paperclip, Smile, SquareSlash, StickyNote } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { MenuItem, MenuList } from '../../components/ui/menu-list'
import { useAfterMenu } from '../../components/ui/use-after-menu'
import type { MenuState } from '../../components/ui/use-menu'
import { SendLater } from './send-later'
import { SendDoneItem, SendLaterItem } from './send-ways'

const icon = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const

interface Props {
  /** Of the conversation. */
  id: string
  menu: MenuState
  /** Whether there is something to send. */
  ready: boolean
  onFile: () => void
  onPlace: () => void
  onReplies: () => void
  onTemplate: () => void
  onEmoji: () => void
  onNote: () => void
  onSendDone: () => void
}

/** What one adds on a phone, and the other way to send; the likeliest lies lowest. */
export function AddMenu(props: Props) {
  const { id, menu, ready, onFile, onPlace, onReplies, onTemplate, onEmoji, onNote, onSendDone } = props
  const t = useTranslations('composer')
  const notes = useTranslations('notes')
  const [isLater, setLater] = useState(false)
  const { after, onCloseAutoFocus } = useAfterMenu()
  return (
    <>
      <MenuList menu={menu} side="top" align="start" onCloseAutoFocus={onCloseAutoFocus}>
        <SendLaterItem onLater={after(() => setLater(true))} disabled={!ready} />
        <SendDoneItem onSendDone={onSendDone} disabled={!ready} />
        <MenuItem onSelect={after(onNote)} data-testid="add-menu-note">
          <StickyNote {...icon} />
          {notes('write')}
        </MenuItem>
        <MenuItem onSelect={after(onEmoji)} data-testid="add-emoji">
          <Smile {...icon} />
          {t('emoji')}
        </MenuItem>
        <MenuItem onSelect={after(onReplies)} data-testid="add-reply">
          <SquareSlash {...icon} />
          {t('quickReplies')}
        </MenuItem>
        <MenuItem onSelect={after(onTemplate)} data-testid="add-template">
          <LayoutTemplate {...icon} />
          {t('template')}
        </MenuItem>
        <MenuItem onSelect={after(onPlace)} data-testid="add-place">
          <MapPin {...icon} />
          {t('location')}
        </MenuItem>
        {/* A browser opens its own dialog only while it hears the press. */}
        <MenuItem onSelect={onFile} data-testid="add-file">
          <Paperclip {...icon} />
          {t('attach')}
        </MenuItem>
      </MenuList>
      {isLater ? <SendLater id={id} anchor={menu.button} onClose={() => setLater(false)} /> : null}
    </>
  )
}
