'use client'
import type { Label } from '@cloudpa/contracts/labels'
import { Bookmark } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, type ReactNode } from 'react'
import { useLabels } from '../../client/use-labels'
import { useNow } from '../../client/use-now'
import { cx } from '../../components/ui/cx'
import { LabelTag } from '../../components/ui/label-tag'
import { useViews } from '../../client/use-views'
import { filterOf, isBoth, labelOf, listOfLabel, type ListName } from '../live/conversation-filters'
import { useClosingCount, useConversationCounts } from '../live/use-conversations'
import { FilterLink } from './filter-link'
import { listedViews } from './list-of-view'
import { useFilter } from './open-conversation'
import { shownCount } from './unread-count'

/** The filters that there are lists of, in their order. */
export const shownFilters = [
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

/** What is decided by each day stands before what was saved, and what is looked up behind it. */
const [first, rest] = [shownFilters.slice(1, 6), shownFilters.slice(6)]

/** The lists there are, as links; what there are many of says how many. */
export function FilterChips() {
  const t = useTranslations('conversations')
  const current = useFilter()
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    const chip = nav.current?.querySelector(`[data-list="${current}"]`)
    chip?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current])
  const closing = useClosingCount(useNow())
  const counts = useConversationCounts()
  const { data } = useLabels()
  // A label that no open conversation has leads nowhere.
  const labels = (data?.items ?? []).filter(
    ({ id }) => (counts[listOfLabel(id)] ?? 0) > 0 || current === listOfLabel(id),
  )
  const views = listedViews(useViews().data?.items ?? [])
  const countOf = (list: ListName) =>
    list === 'closing' ? closing : list === 'done' ? 0 : (counts[list] ?? 0)
  const chip = (list: ListName, name: ReactNode, key: string = list) => (
    <Chip key={key} list={list} testId={key} count={countOf(list)} isCurrent={list === current}>
      {name}
    </Chip>
  )
  // A link may lead to a list that nobody has saved.
  const unsaved = isBoth(current) && !views.some(({ list }) => list === current) ? current : null
  const labelIn = (list: ListName) => data?.items.find(({ id }) => id === labelOf(list))
  return (
    <nav
      ref={nav}
      aria-label={t('filters')}
      className="shrink-0 overflow-x-auto px-4 [mask-image:linear-gradient(to_left,transparent,#000_2rem)] [scrollbar-width:none] rtl:[mask-image:linear-gradient(to_right,transparent,#000_2rem)]"
    >
      <ul className="flex w-max gap-1.5 pt-1 pe-8 pb-2">
        {chip('all', t('filter.all'))}
        {unsaved
          ? chip(unsaved, <Both name={t(`filter.${filterOf(unsaved)}`)} label={labelIn(unsaved)} />)
          : null}
        {first.map((filter) => chip(filter, t(`filter.${filter}`)))}
        {views.map(({ view, list }) => chip(list, <ViewTag name={view.name} />, `view-${view.id}`))}
        {rest.map((filter) => chip(filter, t(`filter.${filter}`)))}
        {labels.map((label) => chip(listOfLabel(label.id), <LabelTag label={label} className="max-w-40" />))}
      </ul>
    </nav>
  )
}

/** A saved list. */
function ViewTag({ name }: { name: string }) {
  return (
    <span title={name} className="inline-flex min-w-0 items-center gap-1.25">
      <Bookmark size={14} strokeWidth={2} aria-hidden className="shrink-0" />
      <span dir="auto" className="max-w-28 truncate">
        {name}
      </span>
    </span>
  )
}

/** A filter with a label, under no name of its own. */
function Both({ name, label }: { name: string; label: Label | undefined }) {
  return (
    <>
      {name}
      {label ? <LabelTag label={label} className="max-w-40" /> : null}
    </>
  )
}

interface ChipProps {
  list: ListName
  /** By which it is found: `filter-` or `count-` and this. */
  testId: string
  count: number
  isCurrent: boolean
  children: ReactNode
}

function Chip({ list, testId, count, isCurrent, children }: ChipProps) {
  const isClosing = list === 'closing'
  return (
    <li>
      <FilterLink
        filter={list}
        aria-current={isCurrent ? 'page' : undefined}
        data-testid={`filter-${testId}`}
        data-list={list}
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
            data-testid={`count-${testId}`}
            className={cx('tabular-nums', isClosing ? 'text-warn' : isCurrent ? 'text-ink-2' : 'text-ink-3')}
          >
            {shownCount(count)}
          </span>
        ) : null}
      </FilterLink>
    </li>
  )
}
