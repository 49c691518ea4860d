'use client'
import { List, Reply } from 'lucide-react'
import { useTranslations } from 'next-intl'

/** That the words below were not written but chosen. */
export function ChoiceMark({ kind }: { kind: 'button' | 'list' }) {
  const t = useTranslations('messages')
  const Icon = kind === 'button' ? Reply : List
  return (
    <div data-testid="choice-mark" className="flex h-(--t-msg-lh) items-center gap-1 text-meta text-ink-2">
      <Icon size={14} strokeWidth={2} aria-hidden className="shrink-0 rtl:-scale-x-100" />
      {t(kind === 'button' ? 'pressed' : 'chosen')}
    </div>
  )
}
