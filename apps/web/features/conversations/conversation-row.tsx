'use client'
import { avatarKey } from '@cloudpa/contracts/avatar'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { CircleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo, type MouseEvent, type ReactNode } from 'react'
import { Avatar } from '../../components/ui/avatar'
import { cx } from '../../components/ui/cx'
import { useConversation } from '../live/use-conversations'
import { previewOf } from '../messages/describe-message'
import { isOutbound, Tick } from '../messages/tick'
import { useDrafts } from '../sending/drafts'
import { unsentOf, useUnsent } from '../sending/unsent'
import { useNow } from '../window/use-now'
import { useWindow } from '../window/use-window'
import { WindowLeft, WindowRing } from '../window/window-left'
import { useTimes } from '../words/use-times'
import { hrefOf, openConversation } from './open-conversation'
import { UnreadCount } from './unread-count'

interface Props {
  id: string
  selected: boolean
  /** The list is one stop of the Tab key; the arrows walk within it. */
  tabStop: boolean
}

/** One customer in the list: who, when or how long still, what they last said, and what is still to do. */
export const ConversationRow = memo(function ConversationRow({ id, selected, tabStop }: Props) {
  const conversation = useConversation(id)
  return conversation ? <Row conversation={conversation} selected={selected} tabStop={tabStop} /> : null
})

function Row({ conversation, selected, tabStop }: Omit<Props, 'id'> & { conversation: Conversation }) {
  const t = useTranslations('conversations')
  const { id, contact, unreadCount } = conversation
  const unread = unreadCount > 0
  const window = useWindow(conversation.windowExpiresAt)
  const closing = window.open && window.soon && conversation.lastMessage?.direction === 'inbound'
  return (
    <a
      href={hrefOf(id)}
      onClick={(event) => onOpen(event, id)}
      tabIndex={tabStop ? 0 : -1}
      aria-current={selected ? 'page' : undefined}
      data-testid="conversation-row"
      data-conversation-id={id}
      className={cx(
        'mb-0.5 flex min-h-(--row) items-center gap-3 rounded-ctl py-2 ps-2 pe-3 -outline-offset-2',
        selected ? 'bg-sel' : 'hover:bg-hover',
      )}
    >
      <span className="relative shrink-0">
        <Avatar id={avatarKey(contact)} name={contact.name} className="size-10 text-ui" />
        {closing ? <WindowRing window={window} /> : null}
      </span>
      <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5">
        <span className="flex items-baseline gap-2">
          {/* The name stands at the start of the row whichever way it reads itself. */}
          <span className="flex min-w-0 flex-1">
            <span
              data-testid="conversation-name"
              dir="auto"
              className={cx('min-w-0 truncate', unread ? 'font-semibold' : 'font-medium')}
            >
              {contact.name}
            </span>
          </span>
          {closing ? <WindowLeft window={window} /> : <When conversation={conversation} />}
        </span>
        <span className={cx('flex h-5 items-center gap-2', unread ? 'text-ink' : 'text-ink-2')}>
          <Preview conversation={conversation} />
          {unread ? <UnreadCount count={unreadCount} says={t('unread', { count: unreadCount })} /> : null}
        </span>
      </span>
    </a>
  )
}

function When({ conversation: { lastMessageAt, unreadCount } }: { conversation: Conversation }) {
  const now = useNow()
  const { rowTime } = useTimes()
  return (
    <time
      dateTime={lastMessageAt}
      suppressHydrationWarning
      className={cx(
        'shrink-0 text-meta tabular-nums',
        unreadCount > 0 ? 'font-semibold text-unread' : 'text-ink-3',
      )}
    >
      {rowTime(lastMessageAt, now)}
    </time>
  )
}

/** What did not get through stands before a draft, and a draft before what was last said: it is what was left unfinished. */
function Preview({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('conversations')
  const messages = useTranslations('messages')
  const draft = useDrafts((state) => state.texts[conversation.id])
  const unsent = useUnsent((state) => unsentOf(state.items, conversation.id))
  const message = conversation.lastMessage
  if (unsent) {
    return (
      <Line testId="unsent-preview" before={<Fault>{t('notSent')}</Fault>}>
        {unsent.body}
      </Line>
    )
  }
  if (draft) {
    return <Line before={<span className="font-medium text-ink">{t('draft')}</span>}>{draft}</Line>
  }
  if (!message) return <Line>{''}</Line>
  if (message.status === 'failed') {
    return <Line before={<Fault>{t('notDelivered')}</Fault>}>{previewOf(message, messages)}</Line>
  }
  return (
    <Line before={isOutbound(message.status) ? <Tick status={message.status} size={15} /> : undefined}>
      {previewOf(message, messages)}
    </Line>
  )
}

/** What we say of it stands apart from the customer's words, whose direction is their own. */
function Line({ before, testId, children }: { before?: ReactNode; testId?: string; children: string }) {
  return (
    <span data-testid={testId} className="flex min-w-0 flex-1 items-center gap-1">
      {before ? <span className="inline-flex shrink-0 items-center gap-1">{before} </span> : null}
      <span dir="auto" className="min-w-0 truncate">
        {children}
      </span>
    </span>
  )
}

function Fault({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1 text-danger">
      <CircleAlert size={14} strokeWidth={2} aria-hidden />
      {children}
    </span>
  )
}

/** A modified click keeps its meaning: a new tab opens the same conversation by its address. */
function onOpen(event: MouseEvent, id: string) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return
  event.preventDefault()
  openConversation(id, 'composer')
}
