'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Choice } from '../../components/ui/choice-list'
import { Finder } from '../../components/ui/finder'
import { LoadFailed } from '../../components/ui/load-failed'
import { useJump } from '../live/jump'
import { useErrorSentence } from '../words/use-error-sentence'
import { useFoundChoices } from './found-choices'
import { useLabelChoices } from './label-choices'
import type { DialogProps } from './use-finder'
import { useSearch } from './use-search'

/** Looks for people and messages while one types. */
export function SearchDialog({ text, isMeant, onText, onClose }: DialogProps) {
  const t = useTranslations('search')
  const sentenceOf = useErrorSentence()
  const search = useSearch(text)
  const { people, messages } = useFoundChoices(search)
  const labels = useLabelChoices(text)
  const { q, isLoading, isOffline, error, hasMore, isLoadingMore } = search
  const more: Choice = {
    key: 'more',
    stays: true,
    choose: search.more,
    shows: <span className="text-ink-2">{t(isLoadingMore ? 'moreLoading' : 'more')}</span>,
  }
  const count = people.length + messages.length + labels.length
  const isNothing = q !== '' && count === 0
  return (
    <Finder
      testId="search"
      title={t('title')}
      placeholder={t('placeholder')}
      text={text}
      isMeant={isMeant}
      onText={onText}
      onClose={onClose}
      goesOn={() => useJump.getState().wish !== null}
      groups={[
        { name: t('people'), choices: people, isComing: isLoading },
        { name: t('labels'), choices: labels },
        { name: t('messages'), choices: hasMore ? [...messages, more] : messages, isComing: isLoading },
      ]}
    >
      {isOffline ? (
        <Says>{t('offline')}</Says>
      ) : error ? (
        <LoadFailed sentence={sentenceOf(error)} retry={search.retry} />
      ) : q === '' ? (
        <Says>{t('hint')}</Says>
      ) : isNothing && isLoading ? (
        <Loading />
      ) : isNothing ? (
        <Says strong={t('nothing', { q })}>{t('nothingHint')}</Says>
      ) : null}
      <p role="status" className="sr-only">
        {q !== '' && !isLoading && !isNothing ? t('found', { count }) : ''}
      </p>
    </Finder>
  )
}

function Says({ strong, children }: { strong?: string; children: ReactNode }) {
  return (
    <div role="status" className="grid gap-1 px-6 py-8 text-center text-balance text-ink-2">
      {strong ? <p className="font-medium break-words text-ink">{strong}</p> : null}
      <p>{children}</p>
    </div>
  )
}

function Loading() {
  const t = useTranslations('search')
  return (
    <div role="status" aria-label={t('loading')} className="grid px-4 py-1.5">
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex h-(--row) items-center gap-3" style={{ opacity: 1 - row * 0.25 }}>
          <div className="size-10 rounded-full bg-inset" />
          <div className="grid flex-1 gap-2">
            <div className="h-3 w-2/5 rounded-full bg-inset" />
            <div className="h-3 w-4/5 rounded-full bg-inset" />
          </div>
        </div>
      ))}
    </div>
  )
}
