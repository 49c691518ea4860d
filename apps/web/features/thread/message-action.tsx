'use client'
import type { ReactNode } from 'react'
import { useCopy } from '../../components/ui/use-copy'

interface Props {
  children: ReactNode
  onClick: () => void
  /** Whether Tab comes to it: the log is one tab stop, and so is the message in it that the arrows chose. */
  current: boolean
  testId?: string
  /** Of what opens and shuts something. */
  expanded?: boolean
}

/** One thing that can be done about a message, as a word under it. */
export function Action({ children, onClick, current, testId, expanded }: Props) {
  return (
    <button
      type="button"
      onClick={onClick}
      tabIndex={current ? 0 : -1}
      aria-expanded={expanded}
      data-testid={testId}
      className="inline-flex min-h-7 shrink-0 items-center rounded-ctl px-2 font-medium text-ink underline decoration-control underline-offset-3 hover:bg-hover pointer-coarse:min-h-11"
    >
      {children}
    </button>
  )
}

/** Copies, and says so in its own place. */
export function CopyAction({ text, label, current }: { text: string; label: string; current: boolean }) {
  const { copy, says } = useCopy(text, label)
  return (
    <Action current={current} onClick={copy}>
      <span aria-live="polite">{says}</span>
    </Action>
  )
}
