'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { CircleAlert } from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import { Avatar } from '../../components/ui/avatar'
import { cx } from '../../components/ui/cx'
import { previewOf } from '../messages/describe-message'
import { useDrafts } from '../sending/drafts'
import { rowTime } from '../words/format-time'
import { hrefOf, openConversation } from './open-conversation'
import { isOutbound, Tick } from '../messages/tick'
import { unsentOf, useUnsent } from '../sending/unsent'
import { useNow } from '../window/use-now'
import { useWindow } from '../window/use-window'
import { WindowRing } from '../window/window-pill'

interface Props {
  conversation: Conversation
  selected: boolean
  /** The list is one stop of the Tab key; the arrows walk within it. */
  tabStop: boolean
}

/** One customer in the list: who, when, what they last said, and what is still to do. */
export const ConversationRow = memo(function ConversationRow({ conversation, selected, tabStop }: Props) {
  const { id, contact, unreadCount, lastMessageAt } = conversation
  const now = useNow()
  const unread = unreadCount > 0
  return (
    <a
      href={hrefOf(id)}
      onClick={(event) => onOpen(event, id)}
      tabIndex={tabStop ? 0 : -1}
      aria-current={selected ? 'page' : undefined}
      data-testid="conversation-row"
      data-conversation-id={id}
      className={cx(
        'mx-2 flex h-[76px] items-center gap-3 rounded-[10px] px-3 outline-offset-[-2px] md:h-[72px]',
        selected ? 'bg-sel' : 'hover:bg-hover',
      )}
    >
      <Avatar id={contact.id} name={contact.name} className="size-10 text-ui" />
      <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5">
        <span className="flex items-baseline gap-2">
          <span
            data-testid="conversation-name"
            className={cx('min-w-0 flex-1 truncate', unread ? 'font-semibold' : 'font-medium')}
          >
            <bdi>{contact.name}</bdi>
          </span>
          <time
            dateTime={lastMessageAt}
            suppressHydrationWarning
            className={cx(
              'shrink-0 text-meta tabular-nums',
              unread ? 'font-medium text-brand' : 'text-ink-2',
            )}
          >
            {rowTime(lastMessageAt, now)}
          </time>
        </span>
        <span className="flex h-5 items-center gap-2">
          <Preview conversation={conversation} />
          <Waiting conversation={conversation} />
        </span>
      </span>
    </a>
  )
})

/** What did not get through stands before a draft, and a draft before what was last said: it is what the freelancer left unfinished. */
function Preview({ conversation }: { conversation: Conversation }) {
  const draft = useDrafts((state) => state.texts[conversation.id])
  const unsent = useUnsent((state) => unsentOf(state.items, conversation.id))
  const message = conversation.lastMessage
  if (unsent) {
    return (
      <span data-testid="unsent-preview" className="flex min-w-0 flex-1 items-center gap-1 text-danger">
        <CircleAlert size={14} strokeWidth={2} aria-hidden className="shrink-0" />
        <span className="truncate">
          <span className="font-medium">Not sent:</span> <bdi>{unsent.body}</bdi>
        </span>
      </span>
    )
  }
  if (draft) {
    return (
      <span className="min-w-0 flex-1 truncate text-ink-2">
        <span className="font-medium text-brand">Draft:</span> {draft}
      </span>
    )
  }
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1 text-ink-2">
      {message && isOutbound(message.status) ? <Tick status={message.status} size={15} /> : null}
      <span className="truncate">
        <bdi>{message ? previewOf(message) : ''}</bdi>
      </span>
    </span>
  )
}

function Waiting({ conversation }: { conversation: Conversation }) {
  const window = useWindow(conversation.windowExpiresAt)
  if (conversation.unreadCount === 0) return <WindowRing window={window} />
  return (
    <span
      data-testid="unread-count"
      className="inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-brand px-1.5 text-meta font-semibold text-brand-ink tabular-nums"
    >
      {conversation.unreadCount > 99 ? '99+' : conversation.unreadCount}
      <span className="sr-only"> unread</span>
    </span>
  )
}

/** A modified click keeps its meaning: a new tab opens the same conversation by its address. */
function onOpen(event: MouseEvent, id: string) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return
  event.preventDefault()
  openConversation(id, 'composer')
}
