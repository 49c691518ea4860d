'use client'
import { mostCounted } from '@cloudpa/contracts/search-limits'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useImperativeHandle, type RefObject } from 'react'
import { Button, IconButton } from '../../components/ui/button'
import { useFind } from './use-find'
import { useMarkFound } from './use-mark-found'

/** By what a hand takes hold of the thread. */
const touches = ['pointerdown', 'wheel', 'touchmove'] as const

/** How to go from one place to the next. */
export interface Steps {
  older: () => void
  newer: () => void
}

interface Props {
  ref: RefObject<Steps | null>
  conversationId: string
  text: string
  onTouched: () => void
}

/** Where in a conversation a text stands: at which place one is, and the ways to the others. */
export function FindSteps({ ref, conversationId, text, onTouched }: Props) {
  const t = useTranslations('thread')
  const common = useTranslations('common')
  const find = useFind(conversationId, text)
  const { hits, at, count, older, newer } = find
  useMarkFound(hits, at)
  useImperativeHandle(ref, () => ({ older, newer }))
  const touched = useEffectEvent(({ target }: Event) => {
    if (target instanceof Element && target.closest('[data-testid="thread"]')) onTouched()
  })
  useEffect(() => {
    const hear = (event: Event) => touched(event)
    for (const type of touches) document.addEventListener(type, hear, { passive: true })
    return () => {
      for (const type of touches) document.removeEventListener(type, hear)
    }
  }, [])
  const none = !count
  const mustAgain = find.hasFailed && !find.isLoading && text.trim() !== ''
  return (
    <>
      {find.isLoading ? (
        <span
          data-finding
          role="img"
          aria-label={t('finding')}
          className="absolute start-3.5 size-3.5 animate-spin rounded-full border-2 border-control border-t-ink-2 md:start-4.5"
        />
      ) : null}
      <p role="status" className="shrink-0 px-1 text-small text-ink-2 tabular-nums">
        <State typed={text.trim()} {...find} />
      </p>
      {mustAgain ? (
        <Button look="ghost" className="shrink-0" onClick={older}>
          {common('tryAgain')}
        </Button>
      ) : (
        <>
          <IconButton label={t('findOlder')} aria-disabled={none} onClick={older}>
            <ChevronUp size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <IconButton label={t('findNewer')} aria-disabled={none} onClick={newer}>
            <ChevronDown size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </>
      )}
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
  // What is yet to be said is not said.
  if (count === null) return null
  if (count === 0) return <span data-none>{t('findNone')}</span>
  const all = format.number(count)
  return t('findCount', { at: format.number(at + 1), count: count < mostCounted ? all : `${all}+` })
}
