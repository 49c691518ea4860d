'use client'
import { ArrowLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'

interface Props {
  title: string
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
      <div className="mx-auto grid max-w-[56rem] gap-6 px-4 pt-1 pb-12 md:px-8 md:pt-6 xl:grid-cols-[minmax(0,1fr)_20rem] xl:px-10">
        <div className="grid content-start gap-4">
          <header className="grid gap-1">
            <div className="flex min-h-(--header) items-center gap-1 md:min-h-9">
              <Link
                href="/settings"
                aria-label={t('back')}
                className="-ms-3 inline-grid size-11 place-items-center rounded-ctl text-ink-2 md:hidden"
              >
                <ArrowLeft size={20} strokeWidth={1.75} className="rtl:-scale-x-100" />
              </Link>
              <h2
                tabIndex={-1}
                className="min-w-0 flex-1 truncate font-serif text-place font-medium outline-none md:text-page"
              >
                {title}
              </h2>
              {action}
            </div>
            <p className="text-ink-2">{lead}</p>
          </header>
          {children}
        </div>
        {aside ? <aside className="grid content-start gap-4 xl:pt-12">{aside}</aside> : null}
      </div>
    </div>
  )
}

export function Card({ children }: { children: ReactNode }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-card bg-panel p-4 inset-ring inset-ring-line md:p-5">
      {children}
    </section>
  )
}

export function CardTitle({ children }: { children: ReactNode }) {
  return <h3 className="font-semibold">{children}</h3>
}

/** Rows of people or keys, divided by lines. */
export function RowCard({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ul
      aria-label={label}
      className="divide-y divide-line overflow-hidden rounded-card bg-panel inset-ring inset-ring-line *:flex *:min-h-16 *:flex-wrap *:items-center *:gap-3 *:px-4 *:py-3 md:*:px-5"
    >
      {children}
    </ul>
  )
}

export function CardsLoading() {
  const t = useTranslations('common')
  return (
    <div role="status" aria-label={t('loading')} className="grid gap-4">
      <div className="h-28 rounded-card bg-inset" />
      <div className="h-28 rounded-card bg-inset opacity-60" />
    </div>
  )
}
