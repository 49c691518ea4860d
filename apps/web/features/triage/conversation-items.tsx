'use client'
import { avatarKey } from '@cloudpa/face/avatar'
import { Check, Clock, Mail, SquareCheck, TextSearch, Star, Tag, Undo2, User, UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, type ReactNode } from 'react'
import { Avatar } from '../../components/ui/avatar'
import { Key } from '../../components/ui/keys'
import { MenuItem, MenuList } from '../../components/ui/menu-list'
import type { MenuState } from '../../components/ui/use-menu'
import { doAction, type ActionId } from '../actions/registry'
import { useKeysOf } from '../actions/use-actions'
import { rowOf } from '../conversations/row-element'
import { useSelection } from '../conversations/selection'
import { useConversation } from '../live/use-conversations'
import { usePicking } from './picking'
import { useSnoozing } from './snoozing'
import { useTriage } from './use-triage'

interface Props {
  menu: MenuState
  id: string
  /** Of the open conversation, whose likeliest acts are buttons beside the menu's. */
  isOpen?: boolean
}

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const

/** What can be done with a conversation, with the keys that do it; on a phone the likeliest lies lowest. */
export function ConversationItems({ menu, id, isOpen = false }: Props) {
  const t = useTranslations('triage')
  const inbox = useTranslations('inbox')
  const thread = useTranslations('thread')
  const conversation = useConversation(id)
  const triage = useTriage()
  const askWhen = useSnoozing((snoozing) => snoozing.ask)
  const pick = usePicking((picking) => picking.ask)
  const finds = useRef(false)
  const beside = () => (isOpen ? menu.button.current : rowOf(id))
  if (!conversation) return null
  const { contact, starred, state } = conversation
  const isDone = state === 'done'
  const snooze = (
    <Item
      icon={<Clock {...icon} />}
      says={t('snooze')}
      does="snooze"
      className="max-md:justify-center max-md:inset-ring max-md:inset-ring-line"
      // Asked once the menu is gone: it would take the focus back.
      onSelect={() => setTimeout(() => askWhen([id], rowOf(id)), 0)}
    />
  )
  const done = (
    <Item
      icon={isDone ? <Undo2 {...icon} className="rtl:-scale-x-100" /> : <Check {...icon} />}
      says={isDone ? t('reopen') : t('done')}
      does="done"
      className="max-md:justify-center max-md:bg-brand max-md:text-brand-ink max-md:data-highlighted:bg-brand-hover"
      onSelect={() => triage.doneOrBack([id], isDone)}
    />
  )
  return (
    <MenuList
      menu={menu}
      align={isOpen ? 'end' : 'start'}
      onCloseAutoFocus={() => {
        if (!finds.current) return
        finds.current = false
        // The menu's button takes the keyboard first, and has it again when what was looked for is found.
        setTimeout(() => doAction('find'), 0)
      }}
    >
      <div className="flex items-center gap-3 px-2 pb-2 text-title font-semibold md:hidden">
        <Avatar id={avatarKey(contact)} name={contact.name} className="size-9 text-small" />
        <bdi className="truncate">{contact.name}</bdi>
      </div>
      {isOpen ? null : (
        <div className="max-md:hidden">
          {done}
          {snooze}
        </div>
      )}
      {isOpen ? (
        <Item
          icon={<TextSearch {...icon} />}
          says={thread('find')}
          does="find"
          onSelect={() => (finds.current = true)}
        />
      ) : null}
      {isOpen ? (
        <Item
          icon={<User {...icon} />}
          says={inbox('contact')}
          does="contact"
          className="md:hidden"
          onSelect={() => void doAction('contact')}
        />
      ) : (
        <Item
          icon={<SquareCheck {...icon} />}
          says={t('select')}
          does="select"
          onSelect={() => useSelection.getState().toggle(id)}
        />
      )}
      <Item icon={<Mail {...icon} />} says={t('unread')} does="unread" onSelect={() => triage.unread([id])} />
      <Item
        icon={<Star {...icon} />}
        says={starred ? t('unstar') : t('star')}
        does="star"
        onSelect={() => triage.star([id])}
      />
      <Item
        icon={<Tag {...icon} />}
        says={t('label')}
        does="label"
        onSelect={() => setTimeout(() => pick('labels', [id], beside()), 0)}
      />
      <Item
        icon={<UserPlus {...icon} />}
        says={t('assign')}
        does="assign"
        onSelect={() => setTimeout(() => pick('assignee', [id], beside()), 0)}
      />
      {isOpen ? null : (
        <div className="mt-2 grid grid-cols-2 gap-2 md:hidden">
          {snooze}
          {done}
        </div>
      )}
    </MenuList>
  )
}

interface ItemProps {
  icon: ReactNode
  says: string
  does: ActionId
  className?: string
  onSelect: () => void
}

function Item({ icon, says, does, className, onSelect }: ItemProps) {
  const keys = useKeysOf(does)
  return (
    <MenuItem {...(className ? { className } : {})} onSelect={onSelect}>
      {icon}
      {says}
      {keys ? <Key className="ms-auto max-md:hidden pointer-coarse:hidden">{keys.shown[0]}</Key> : null}
    </MenuItem>
  )
}
