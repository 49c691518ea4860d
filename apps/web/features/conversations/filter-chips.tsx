'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, type ReactNode } from 'react'
import { useLabels } from '../../client/use-labels'
import { useNow } from '../../client/use-now'
import { cx } from '../../components/ui/cx'
import { LabelTag } from '../../components/ui/label-tag'
import { listOfLabel, type ListName } from '../live/conversation-filters'
import { useClosingCount, useConversationCounts } from '../live/use-conversations'
import { FilterLink } from './filter-link'
import { useFilter } from './open-conversation'
import { shownCount } from './unread-count'

const shown = [
  'all',
  'waiting',
  'unread',
  'closing',
  'mine',
  'unassigned',
  'snoozed',
  'starred',
  'done',
] as const

/** The lists there are, as links; what there are many of says how many. */
export function FilterChips() {
  const t = useTranslations('conversations')
  const current = useFilter()
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    const chip = nav.current?.querySelector(`[data-testid="filter-${current}"]`)
    chip?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current])
  const closing = useClosingCount(useNow())
  const counts = useConversationCounts()
  const { data } = useLabels()
  // A label that no open conversation has leads nowhere.
  const labels = (data?.items ?? []).filter(
    ({ id }) => (counts[listOfLabel(id)] ?? 0) > 0 || current === listOfLabel(id),
  )
  const countOf = (filter: (typeof shown)[number]) =>
    filter === 'closing' ? closing : filter === 'done' ? 0 : counts[filter]
  const chip = (list: ListName, count: number | undefined, name: ReactNode) => (
    <Chip key={list} list={list} count={count ?? 0} isCurrent={list === current}>
      {name}
    </Chip>
  )
  return (
    <nav
      ref={nav}
      aria-label={t('filters')}
      className="shrink-0 overflow-x-auto px-4 [mask-image:linear-gradient(to_left,transparent,#000_2rem)] [scrollbar-width:none] rtl:[mask-image:linear-gradient(to_right,transparent,#000_2rem)]"
    >
      <ul className="flex w-max gap-1.5 pt-1 pe-8 pb-2">
        {shown.map((filter) => chip(filter, countOf(filter), t(`filter.${filter}`)))}
        {labels.map((label) => {
          const list = listOfLabel(label.id)
          return chip(list, counts[list], <LabelTag label={label} className="max-w-40" />)
        })}
      </ul>
    </nav>
  )
}

interface ChipProps {
  list: ListName
  count: number
  isCurrent: boolean
  children: ReactNode
}

function Chip({ list, count, isCurrent, children }: ChipProps) {
  const isClosing = list === 'closing'
  return (
    <li>
      <FilterLink
        filter={list}
        aria-current={isCurrent ? 'page' : undefined}
        data-testid={`filter-${list}`}
        className={cx(
          'relative inline-flex h-7 items-center gap-1.5 rounded-full px-2.5 text-small font-medium whitespace-nowrap max-md:h-9 max-md:px-3 pointer-coarse:h-9 pointer-coarse:px-3',
          // A finger hits it over its edges.
          'after:absolute after:-inset-x-0.5 after:-inset-y-1',
          isCurrent ? 'bg-brand-soft text-ink' : 'text-ink-2 inset-ring inset-ring-line hover:bg-hover',
          isClosing && count > 0 && 'text-warn',
        )}
      >
        {children}
        {count > 0 ? (
          <span
            data-testid={`count-${list}`}
            className={cx('tabular-nums', isClosing ? 'text-warn' : isCurrent ? 'text-ink-2' : 'text-ink-3')}
          >
            {shownCount(count)}
          </span>
        ) : null}
      </FilterLink>
    </li>
  )
}
