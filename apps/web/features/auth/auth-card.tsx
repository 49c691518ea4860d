import type { ReactNode } from 'react'

/** The frame of every page before the inbox. */
export function AuthCard({
  title,
  lead,
  children,
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
}) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <Mark />
        <h1 className="mt-6 text-2xl font-semibold tracking-tight">{title}</h1>
        {lead ? <p className="mt-1.5 text-ink-2">{lead}</p> : null}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  )
}

function Mark() {
  return (
    <p className="flex items-center gap-2.5 text-title font-semibold">
      <svg viewBox="0 0 32 32" className="size-8 text-brand" aria-hidden>
        <rect width="32" height="32" rx="9" fill="currentColor" />
        <path
          d="M11 8h10a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3h-5l-4.3 3.6A.7.7 0 0 1 10.5 24v-3A3 3 0 0 1 8 18v-7a3 3 0 0 1 3-3z"
          className="fill-brand-ink"
        />
      </svg>
      Cloud PA
    </p>
  )
}
