'use client'
import { mostCounted } from '@cloudpa/contracts/search-limits'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useImperativeHandle, type RefObject } from 'react'
import { IconButton } from '../../components/ui/button'
import { useFind } from './use-find'
import { useMarkFound } from './use-mark-found'

/** How to go from one place to the next. */
export interface Steps {
  older: () => void
  newer: () => void
}

interface Props {
  ref: RefObject<Steps | null>
  conversationId: string
  text: string
}

/** Where in a conversation a text stands: at which place one is, and the ways to the others. */
export function FindSteps({ ref, conversationId, text }: Props) {
  const t = useTranslations('thread')
  const find = useFind(conversationId, text)
  const { hits, at, count, older, newer } = find
  useMarkFound(hits, at)
  useImperativeHandle(ref, () => ({ older, newer }))
  const none = !count
  return (
    <>
      <p role="status" className="shrink-0 px-1 text-small text-ink-2 tabular-nums">
        <State typed={text.trim()} {...find} />
      </p>
      <IconButton label={t('findOlder')} aria-disabled={none} onClick={older}>
        <ChevronUp size={20} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={t('findNewer')} aria-disabled={none} onClick={newer}>
        <ChevronDown size={20} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </>
  )
}

type StateProps = { typed: string } & Pick<
  ReturnType<typeof useFind>,
  'at' | 'count' | 'isLoading' | 'isOffline' | 'hasFailed'
>

/** At which of how many places one is, or why at none. */
function State({ typed, at, count, isLoading, isOffline, hasFailed }: StateProps) {
  const t = useTranslations('thread')
  const format = useFormatter()
  if (typed === '') return null
  if (isOffline) return t('findOffline')
  if (hasFailed && !isLoading) return <span className="text-danger">{t('findFailed')}</span>
  if (count === null) return <span className="sr-only">{t('finding')}</span>
  if (count === 0) return <span data-none>{t('findNone')}</span>
  const all = format.number(count)
  return t('findCount', { at: format.number(at + 1), count: count < mostCounted ? all : `${all}+` })
}
