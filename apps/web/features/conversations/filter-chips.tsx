'use client'
import type { ConversationFilter } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useNow } from '../../client/use-now'
import { cx } from '../../components/ui/cx'
import { useClosingCount, useConversationCounts } from '../live/use-conversations'
import { FilterLink } from './filter-link'
import { useFilter } from './open-conversation'
import { shownCount } from './unread-count'

const shown = ['all', 'waiting', 'unread', 'closing', 'snoozed', 'starred', 'done'] as const

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
  const counts: Partial<Record<ConversationFilter, number>> = { ...useConversationCounts(), closing }
  return (
    <nav
      ref={nav}
      aria-label={t('filters')}
      className="shrink-0 overflow-x-auto px-4 [mask-image:linear-gradient(to_left,transparent,#000_2rem)] [scrollbar-width:none] rtl:[mask-image:linear-gradient(to_right,transparent,#000_2rem)]"
    >
      <ul className="flex w-max gap-1.5 pt-1 pe-8 pb-2">
        {shown.map((filter) => (
          <li key={filter}>
            <FilterLink
              filter={filter}
              aria-current={filter === current ? 'page' : undefined}
              data-testid={`filter-${filter}`}
              className={cx(
                'relative inline-flex h-7 items-center gap-1.5 rounded-full px-2.5 text-small font-medium whitespace-nowrap max-md:h-9 max-md:px-3',
                // A finger hits it over its edges.
                'after:absolute after:-inset-x-0.5 after:-inset-y-1',
                filter === current
                  ? 'bg-brand-soft text-ink'
                  : 'text-ink-2 inset-ring inset-ring-line hover:bg-hover',
                filter === 'closing' && closing > 0 && 'text-warn',
              )}
            >
              {t(`filter.${filter}`)}
              {counts[filter] ? (
                <span
                  data-testid={`count-${filter}`}
                  className={cx(
                    'tabular-nums',
                    filter === 'closing' ? 'text-warn' : filter === current ? 'text-ink-2' : 'text-ink-3',
                  )}
                >
                  {shownCount(counts[filter])}
                </span>
              ) : null}
            </FilterLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
