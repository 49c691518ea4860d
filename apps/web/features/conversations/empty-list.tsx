'use client'
import { Coffee } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useNow } from '../../client/use-now'
import { buttonLook } from '../../components/ui/button'
import { filterOf, labelOf, type ListName } from '../live/conversation-filters'
import { conversationsOf, useConversationCounts, useConversationIds } from '../live/use-conversations'
import { useTimes } from '../words/use-times'
import { FilterLink } from './filter-link'

/** Says what there is nothing of, and offers the way out. */
export function EmptyList({ filter: list }: { filter: ListName }) {
  const t = useTranslations('triage')
  const [filter, label] = [filterOf(list), labelOf(list)]
  const { snoozed } = useConversationCounts()
  return (
    <div
      data-testid="empty-list"
      className="grid h-full place-content-center justify-items-center gap-3 p-6 text-center text-ink-2"
    >
      {list === 'all' ? (
        <>
          <Coffee size={32} strokeWidth={1.75} aria-hidden className="text-ink" />
          <p className="font-serif text-place font-medium text-ink">{t('allAnswered')}</p>
          {snoozed > 0 ? <Snoozed count={snoozed} /> : null}
        </>
      ) : (
        <>
          <p className="text-balance">
            {label !== null ? t('empty.label') : filter === 'all' ? null : t(`empty.${filter}`)}
          </p>
          <FilterLink filter="all" className={buttonLook('outline')}>
            {t('showAll')}
          </FilterLink>
        </>
      )}
    </div>
  )
}

/** How many come back, and when the next one does. */
function Snoozed({ count }: { count: number }) {
  const t = useTranslations('triage')
  const { comingTime } = useTimes()
  const now = useNow()
  const { ids } = useConversationIds('snoozed')
  const until = conversationsOf(ids.slice(0, 1))[0]?.snoozedUntil
  return (
    <>
      <p className="text-balance">
        {until ? t('snoozedNext', { count, when: comingTime(until, now) }) : t('snoozedSome', { count })}
      </p>
      <FilterLink filter="snoozed" className={buttonLook('outline')}>
        {t('seeSnoozed')}
      </FilterLink>
    </>
  )
}
