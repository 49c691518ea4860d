'use client'
import type { UseQueryResult } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { LoadFailed } from '../../components/ui/load-failed'
import { useErrorSentence } from '../words/use-error-sentence'
import { Card } from './card'
import { LoadingShape, type Shape } from './loading-shapes'

interface Props {
  title: string
  /** Empty until it is known who reads it. */
  lead: ReactNode
  /** Its one main action. */
  action?: ReactNode
  /** What helps beside it, where there is room; else below. */
  aside?: ReactNode
  children: ReactNode
}

/** One section of the settings: its title, what it is for, its cards. */
export function Section({ title, lead, action, aside, children }: Props) {
  const t = useTranslations('settings')
  return (
    <div className="flex-1 overflow-y-auto">
      {/* The same two columns everywhere, so that no title moves between sections, or when what helps comes late. */}
      <div className="mx-auto grid max-w-[64rem] grid-cols-[minmax(0,1fr)] gap-6 px-4 pt-1 pb-12 md:px-8 md:pt-6 xl:grid-cols-[minmax(0,1fr)_var(--side)] xl:px-10">
        <div className="grid content-start gap-4">
          <header className="grid gap-1">
            {/* What can be done goes below the title before that is cut: text may be twice as large. */}
            <div className="flex min-h-(--header) flex-wrap items-center gap-1 md:min-h-9">
              <Link
                href="/settings"
                aria-label={t('back')}
                className="-ms-3 inline-grid size-11 place-items-center rounded-ctl text-ink-2 md:hidden"
              >
                <ArrowLeft size={20} strokeWidth={1.75} className="rtl:-scale-x-100" />
              </Link>
              <h2
                tabIndex={-1}
                className="min-w-0 flex-1 basis-24 font-serif text-place font-medium outline-none [overflow-wrap:anywhere] md:text-page"
              >
                {title}
              </h2>
              {action}
            </div>
            <p className="min-h-5 text-ink-2">{lead}</p>
          </header>
          {children}
        </div>
        {aside ? <aside className="grid content-start gap-4 xl:pt-1">{aside}</aside> : null}
      </div>
    </div>
  )
}

interface AnsweredProps<T> {
  query: UseQueryResult<T>
  /** Of what is shown while it loads. */
  shape: Shape
  children: (answer: T) => ReactNode
}

/** What the API was asked for, once it is there; until then that it loads, or that it can't be had and how to try again. */
export function Answered<T>({ query, shape, children }: AnsweredProps<T>) {
  const sentenceOf = useErrorSentence()
  // What was loaded once is still of use where asking again failed.
  if (query.data !== undefined) return children(query.data)
  if (!query.isError) return <LoadingShape shape={shape} />
  return (
    <Card>
      <LoadFailed sentence={sentenceOf(query.error)} retry={() => void query.refetch()} />
    </Card>
  )
}
