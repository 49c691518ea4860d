'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useState, type ReactNode } from 'react'

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

const saidMs = 2000

/** Copies, and says so in its own place. */
export function CopyAction({ text, label, current }: { text: string; label: string; current: boolean }) {
  const t = useTranslations('thread')
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), saidMs)
    return () => clearTimeout(timer)
  }, [state])
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch (error) {
      console.warn('The clipboard refused the text.', error)
      setState('failed')
    }
  }
  return (
    <Action current={current} onClick={() => void copy()}>
      <span aria-live="polite">
        {state === 'copied' ? t('copied') : state === 'failed' ? t('notCopied') : label}
      </span>
    </Action>
  )
}
