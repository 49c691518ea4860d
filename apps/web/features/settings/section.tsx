'use client'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** One section of the settings: its title, what it is for, its one main action, its cards. */
export function Section({
  title,
  lead,
  action,
  children,
}: {
  title: string
  lead: ReactNode
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <div className="flex-1 overflow-y-auto bg-canvas">
      <div className="mx-auto grid max-w-2xl gap-5 px-4 pt-3 pb-12 md:px-8 md:pt-6">
        <header className="grid gap-1">
          <div className="flex min-h-11 items-center gap-1 md:min-h-9">
            <Link
              href="/settings"
              aria-label="Back to settings"
              className="-ml-3 inline-flex size-11 items-center justify-center rounded-ctl text-ink-2 md:hidden"
            >
              <ArrowLeft size={20} strokeWidth={1.75} className="rtl:-scale-x-100" />
            </Link>
            <h2 className="flex-1 text-xl font-semibold tracking-tight">{title}</h2>
            {action}
          </div>
          <p className="text-ink-2">{lead}</p>
        </header>
        {children}
      </div>
    </div>
  )
}

export function Card({ children }: { children: ReactNode }) {
  return (
    <section className="grid gap-4 rounded-card border border-line bg-panel p-4 md:p-5">{children}</section>
  )
}

/** Rows of people or keys, divided by lines. */
export function RowCard({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ul
      aria-label={label}
      className="divide-y divide-line overflow-hidden rounded-card border border-line bg-panel *:flex *:min-h-16 *:flex-wrap *:items-center *:gap-3 *:px-4 *:py-3 md:*:px-5"
    >
      {children}
    </ul>
  )
}

export function CardsLoading() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-4">
      <div className="h-28 rounded-card bg-inset" />
      <div className="h-28 rounded-card bg-inset opacity-60" />
    </div>
  )
}
