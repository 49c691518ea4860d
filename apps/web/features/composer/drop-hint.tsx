'use client'
import { ArrowDownToLine } from 'lucide-react'
import { useTranslations } from 'next-intl'

/** What stands over a conversation while files hang over it. */
export function DropHint() {
  const t = useTranslations('composer.files')
  return (
    <div className="grid size-full place-content-center justify-items-center gap-2 rounded-card border-2 border-dashed border-edge bg-canvas/92 text-center">
      <ArrowDownToLine size={28} strokeWidth={1.75} aria-hidden />
      <p className="text-title font-semibold">{t('drop')}</p>
      <p className="text-ink-2">{t('dropHint')}</p>
    </div>
  )
}
