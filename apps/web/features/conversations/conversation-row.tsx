'use client'
import { avatarKey } from '@cloudpa/face/avatar'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { AlarmClock, Check, CircleAlert, Clock, Star } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo, type MouseEvent, type ReactNode } from 'react'
import { useLabels } from '../../client/use-labels'
import { useNow } from '../../client/use-now'
import { Avatar } from '../../components/ui/avatar'
import { cx } from '../../components/ui/cx'
import { LabelTag } from '../../components/ui/label-tag'
import { useConversation } from '../live/use-conversations'
import { previewOf } from '../messages/describe-message'
import { isOutbound, Tick } from '../messages/tick'
import { MentionMark } from '../notes/mention-mark'
import { Typist } from '../presence/typist'
import { typistAt, useWhoIsHere } from '../presence/who-is-here'
import { useDrafts } from '../sending/drafts'
import { unsentOf, useUnsent, useUnsentNotes } from '../sending/unsent'
import { useWindow } from '../window/use-window'
import { WindowLeft, WindowRing } from '../window/window-left'
import { useTimes } from '../words/use-times'
import { ConversationLink } from './conversation-link'
import { listNow } from './list-now'
import { useIsOpen } from './open-conversation'
import { useSelection } from './selection'
import { useOtherActor } from './use-other-actor'
import { UnreadCount } from './unread-count'

interface Props {
  id: string
  /** The list is one stop of the Tab key, and the arrows walk within it. */
  tabStop: boolean
}

/** One customer in the list: who, when or how long still, what they last said, and what is still to do. */
export const ConversationRow = memo(function ConversationRow({ id, tabStop }: Props) {
  const conversation = useConversation(id)
  const selected = useIsOpen(id)
  return conversation ? <Row conversation={conversation} selected={selected} tabStop={tabStop} /> : null
})

interface RowProps extends Omit<Props, 'id'> {
  conversation: Conversation
  selected: boolean
}

function Row({ conversation, selected, tabStop }: RowProps) {
  const t = useTranslations('conversations')
  const { id, contact, unreadCount } = conversation
  const unread = unreadCount > 0
  const isSelecting = useSelection(({ ids }) => ids.size > 0)
  const isPicked = useSelection(({ ids }) => ids.has(id))
  const window = useWindow(conversation.windowExpiresAt)
  const closing = window.open && window.soon && conversation.lastMessage?.direction === 'inbound'
  return (
    <div
      data-row={id}
      className="relative mb-0.5 [-webkit-touch-callout:none] pointer-coarse:select-none"
      onClickCapture={(event) => pick(event, id, isSelecting)}
    >
      <ConversationLink
        id={id}
        tabIndex={tabStop ? 0 : -1}
        aria-current={selected ? 'page' : undefined}
        data-testid="conversation-row"
        data-conversation-id={id}
        className={cx(
          'flex min-h-(--row) touch-pan-y items-center gap-3 rounded-ctl py-2 ps-2 pe-3 -outline-offset-2',
          selected ? 'bg-sel' : isPicked ? 'bg-brand-soft' : 'hover:bg-hover',
        )}
      >
        {isPicked ? <span className="sr-only">{t('selected')}</span> : null}
        <span className={cx('relative shrink-0', isSelecting && 'invisible')}>
          <Avatar id={avatarKey(contact)} name={contact.name} className="size-10 text-ui" />
          {closing ? <WindowRing window={window} /> : null}
        </span>
        <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5 max-md:text-[0.9375rem]">
          {/* What stands beside the name goes below it before the name is lost: text may be twice as large. */}
          <span className="flex flex-wrap items-baseline gap-x-2">
            {/* The name stands at the start of the row whichever way it reads itself. */}
            <span className="flex min-w-[min(5rem,100%)] flex-1 items-center gap-1.5">
              <span
                data-testid="conversation-name"
                dir="auto"
                className={cx('min-w-0 truncate', unread ? 'font-semibold' : 'font-medium')}
              >
                {contact.name}
              </span>
              {conversation.starred ? (
                <Sign icon={<Star size={14} fill="currentColor" />} says={t('starred')} />
              ) : null}
            </span>
            {closing ? (
              <WindowLeft window={window} className="shrink whitespace-normal" />
            ) : (
              <When conversation={conversation} />
            )}
          </span>
          <span className={cx('flex h-5 items-center gap-2', unread ? 'text-ink' : 'text-ink-2')}>
            <Preview conversation={conversation} selected={selected} />
            {conversation.labels.length > 0 ? <FirstLabel ids={conversation.labels} /> : null}
            {conversation.actedBy && conversation.state !== 'open' ? (
              <PutAwayBy state={conversation.state} actedBy={conversation.actedBy} />
            ) : null}
            {conversation.assignee && conversation.state === 'open' ? (
              <Assignee assignee={conversation.assignee} />
            ) : null}
            <MentionMark id={id} />
            {unread ? <UnreadCount count={unreadCount} says={t('unread', { count: unreadCount })} /> : null}
          </span>
        </span>
      </ConversationLink>
      {isSelecting ? (
        <label className="absolute inset-y-0 start-1.5 grid w-11 place-items-center">
          <input
            type="checkbox"
            tabIndex={-1}
            checked={isPicked}
            aria-label={t('selectName', { name: contact.name })}
            onChange={() => useSelection.getState().toggle(id)}
            className="size-5 accent-(--accent)"
          />
        </label>
      ) : null}
    </div>
  )
}

/** Shift selects up to here instead of opening a window; once something is selected a finger goes on selecting. */
function pick(event: MouseEvent<HTMLElement>, id: string, isSelecting: boolean) {
  const isBox = event.target instanceof Element && event.target.closest('label')
  const isTouch = 'pointerType' in event.nativeEvent && event.nativeEvent.pointerType === 'touch'
  if (isBox || !(event.shiftKey || (isSelecting && isTouch))) return
  event.preventDefault()
  event.stopPropagation()
  const { extendTo, toggle } = useSelection.getState()
  if (event.shiftKey) extendTo(id, listNow())
  else toggle(id)
}

/** A sign and what it says. */
function Sign({ icon, says }: { icon: ReactNode; says: string }) {
  return (
    <span className="shrink-0 text-ink-3">
      <span aria-hidden>{icon}</span>
      <span className="sr-only">{says}</span>
    </span>
  )
}

/** Who put it away, where that was somebody else. */
function PutAwayBy({ state, actedBy }: Pick<Conversation, 'state' | 'actedBy'>) {
  const t = useTranslations('conversations')
  const by = useOtherActor({ actedBy })
  if (!by) return null
  const says = t(state === 'snoozed' ? 'bySnooze' : 'byDone', { by: by.name })
  return (
    <span title={says} data-testid="put-away-by" className="inline-flex shrink-0">
      <Avatar id={by.memberId} name={by.name} className="size-5 text-[0.625rem]" />
      <span className="sr-only">{says}</span>
    </span>
  )
}

/** The first of its labels; one that was deleted is none. */
function FirstLabel({ ids }: { ids: readonly string[] }) {
  const { data } = useLabels()
  const first = ids.flatMap((id) => data?.items.find((label) => label.id === id) ?? [])[0]
  return first ? <LabelTag label={first} className="max-w-[45%] shrink-0 text-meta text-ink-2" /> : null
}

/** Who is to answer what is open. */
function Assignee({ assignee }: { assignee: NonNullable<Conversation['assignee']> }) {
  const t = useTranslations('conversations')
  const says = t('assignedTo', { name: assignee.name })
  return (
    <span title={says} data-testid="assignee" className="inline-flex shrink-0">
      <Avatar id={assignee.memberId} name={assignee.name} className="size-5 text-[0.625rem]" />
      <span className="sr-only">{says}</span>
    </span>
  )
}

/** When they last said something; of what is put away, until when. */
function When({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('conversations')
  const { lastMessageAt, unreadCount, state, snoozedUntil } = conversation
  const now = useNow()
  const { rowTime, comingShort } = useTimes()
  if (state === 'snoozed') {
    return (
      <span className="inline-flex shrink-0 items-center gap-1 text-meta text-ink-3 tabular-nums">
        <Sign icon={<Clock size={14} strokeWidth={2} />} says={t('snoozed')} />
        {snoozedUntil ? comingShort(snoozedUntil, now) : t('untilWrites')}
      </span>
    )
  }
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      {state === 'done' ? <Sign icon={<Check size={14} strokeWidth={2} />} says={t('done')} /> : null}
      <time
        dateTime={lastMessageAt}
        suppressHydrationWarning
        className={cx('text-meta tabular-nums', unreadCount > 0 ? 'font-semibold text-unread' : 'text-ink-3')}
      >
        {rowTime(lastMessageAt, now)}
      </time>
    </span>
  )
}

/** What did not get through stands before who is typing, that before a draft, and a draft before what was last said. */
function Preview({ conversation, selected }: { conversation: Conversation; selected: boolean }) {
  const t = useTranslations('conversations')
  const messages = useTranslations('messages')
  const draft = useDrafts((state) => state.texts[conversation.id])
  const unsent = useUnsent((state) => unsentOf(state.items, conversation.id))
  const note = useUnsentNotes((state) => unsentOf(state.items, conversation.id))
  const message = conversation.lastMessage
  const typist = useWhoIsHere((state) => typistAt(state, conversation.id))
  if (unsent) {
    const says = unsent.reason === 'noAnswer' ? t('notSure') : t('toSend')
    return (
      <Line
        testId="unsent-preview"
        before={unsent.state === 'refused' ? <Fault>{t('notSent')}</Fault> : <Prefix>{says}</Prefix>}
      >
        {unsent.body}
      </Line>
    )
  }
  if (note) {
    return (
      <Line testId="unsent-preview" before={<Fault>{t('noteNotSaved')}</Fault>}>
        {note.body}
      </Line>
    )
  }
  // A colleague's answer is news, and one's own draft is still there behind it.
  if (typist) return <Typist memberId={typist} />
  // What stands in the open composer need not be said twice.
  if (draft && !selected) {
    return <Line before={<Prefix>{t('draft')}</Prefix>}>{draft}</Line>
  }
  if (!message) return <Line>{''}</Line>
  if (message.status === 'failed') {
    return <Line before={<Fault>{t('notDelivered')}</Fault>}>{previewOf(message, messages)}</Line>
  }
  if (message.status === 'unconfirmed') {
    return <Line before={<Prefix>{t('notSure')}</Prefix>}>{previewOf(message, messages)}</Line>
  }
  if (conversation.returned) {
    const back = conversation.returned === 'wrote' ? t('backWrote') : t('backOver')
    return (
      <Line
        testId="came-back"
        before={
          <Prefix>
            <AlarmClock size={14} strokeWidth={2} aria-hidden className="me-1 inline align-[-2px]" />
            {back}
          </Prefix>
        }
      >
        {previewOf(message, messages)}
      </Line>
    )
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

function Prefix({ children }: { children: ReactNode }) {
  return <span className="font-medium text-ink">{children}</span>
}

function Fault({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1 text-danger">
      <CircleAlert size={14} strokeWidth={2} aria-hidden />
      {children}
    </span>
  )
}
