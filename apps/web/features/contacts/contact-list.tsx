'use client'
import { avatarKey } from '@cloudpa/face/avatar'
import type { ListedContact } from '@cloudpa/contracts/contacts'
import { BellOff, Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useNow } from '../../client/use-now'
import { Avatar } from '../../components/ui/avatar'
import { cx } from '../../components/ui/cx'
import { Empty } from '../../components/ui/empty'
import { LoadFailed } from '../../components/ui/load-failed'
import { RowList } from '../../components/ui/row-list'
import { RowsLoading } from '../../components/ui/rows-loading'
import { mayStep } from '../actions/may-step'
import { useActions } from '../actions/use-actions'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import type { useContactList } from './use-contact-list'

const aheadPx = 1_200
const rowPx = 64

interface Props {
  list: ReturnType<typeof useContactList>
  items: ListedContact[]
  openId: string | null
  q: string
}

/** Contacts by name; only those near the screen are in the document. */
export function ContactList({ list, items, openId, q }: Props) {
  const t = useTranslations('addressBook')
  const sentenceOf = useErrorSentence()
  const scroller = useRef<HTMLDivElement>(null)
  const handle = useRef<VirtualizerHandle>(null)
  useSteps(handle, items)
  if (items.length === 0) {
    if (list.isError)
      return (
        <LoadFailed sentence={sentenceOf(list.error)} retry={() => void list.refetch()} className="h-full" />
      )
    if (!list.isSuccess || list.isPlaceholderData)
      return <RowsLoading label={t('loading')} row="h-16" lines={1} />
    if (q) return <p className="p-6 text-center text-ink-2">{t('notFound', { q })}</p>
    return (
      <Empty icon={Users} level="h3" title={t('none')}>
        <p>{t('noneHint')}</p>
      </Empty>
    )
  }
  function onScroll() {
    const { scrollOffset = 0, viewportSize = 0, scrollSize = 0 } = handle.current ?? {}
    const isNearEnd = scrollOffset + viewportSize + aheadPx > scrollSize
    if (isNearEnd && list.hasNextPage && !list.isFetching) void list.fetchNextPage()
  }
  return (
    <div
      ref={scroller}
      className="h-full overflow-y-auto overscroll-contain px-2 pb-4 [scrollbar-width:thin]"
    >
      <Virtualizer
        ref={handle}
        scrollRef={scroller}
        as={RowList}
        item="li"
        data={items}
        itemSize={rowPx}
        onScroll={onScroll}
      >
        {(contact) => <Row key={contact.id} contact={contact} isOpen={contact.id === openId} />}
      </Virtualizer>
      {list.isError ? (
        <LoadFailed sentence={sentenceOf(list.error)} retry={() => void list.fetchNextPage()} />
      ) : null}
    </div>
  )
}

function Row({ contact, isOpen }: { contact: ListedContact; isOpen: boolean }) {
  const now = useNow()
  const t = useTranslations('contacts')
  const { rowTime } = useTimes()
  const { id, name, formattedPhone, lastMessageAt, optedOutAt } = contact
  return (
    <Link
      href={`/contacts/${id}`}
      prefetch={false}
      data-contact-row={id}
      aria-current={isOpen ? 'page' : undefined}
      className={cx('flex h-16 items-center gap-3 rounded-ctl px-2', isOpen ? 'bg-sel' : 'hover:bg-hover')}
    >
      <Avatar id={avatarKey(contact)} name={name} className="size-10 text-small" />
      <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
        <span className="flex items-baseline gap-2">
          {/* Whichever way it reads, it stands at the start of its row. */}
          <span className="flex min-w-0 flex-1">
            <span dir="auto" className="truncate font-medium">
              {name}
            </span>
            {optedOutAt ? (
              <BellOff
                size={14}
                strokeWidth={2}
                role="img"
                aria-label={t('isOptedOut')}
                className="ms-1.5 shrink-0 self-center text-ink-2"
              />
            ) : null}
          </span>
          {lastMessageAt ? (
            <span className="shrink-0 text-meta text-ink-2 tabular-nums">{rowTime(lastMessageAt, now)}</span>
          ) : null}
        </span>
        {formattedPhone && formattedPhone !== name ? (
          <span className="truncate text-small text-ink-2 tabular-nums">
            <bdi>{formattedPhone}</bdi>
          </span>
        ) : null}
      </span>
    </Link>
  )
}

const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-contact-row="${CSS.escape(id)}"]`)
const idNow = () =>
  document.activeElement?.closest<HTMLElement>('[data-contact-row]')?.dataset.contactRow ??
  document.querySelector<HTMLElement>('[data-contact-row][aria-current]')?.dataset.contactRow

/** The next and the previous row, by the keys that do so in the inbox. */
function useSteps(handle: { current: VirtualizerHandle | null }, items: ListedContact[]) {
  function step(by: number): boolean {
    const at = items.findIndex(({ id }) => id === idNow())
    const index = Math.min(Math.max(at + by, 0), items.length - 1)
    const next = items[index]
    if (!next) return false
    handle.current?.scrollToIndex(index, { align: 'nearest' })
    requestAnimationFrame(() => rowOf(next.id)?.focus({ preventScroll: true }))
    return true
  }
  useActions({
    next: (event) => mayStep(event, '[data-contact-row]') && step(1),
    previous: (event) => mayStep(event, '[data-contact-row]') && step(-1),
  })
}
