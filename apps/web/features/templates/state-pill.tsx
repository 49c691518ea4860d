'use client'
import type { TemplateState } from '@cloudpa/contracts/templates'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'

const looks: Record<TemplateState, string> = {
  approved: 'bg-ok-soft text-ok',
  received: 'bg-warn-soft text-warn',
  pending: 'bg-warn-soft text-warn',
  paused: 'bg-warn-soft text-warn',
  rejected: 'bg-danger-soft text-danger',
  disabled: 'bg-danger-soft text-danger',
  unsubmitted: 'bg-inset text-ink-2',
}

/** What WhatsApp thinks of a template, in a word. */
export function StatePill({ state }: { state: TemplateState }) {
  const t = useTranslations('templates')
  return (
    <span className={cx('shrink-0 rounded-full px-2 py-0.5 text-meta font-medium', looks[state])}>
      {t(`state.${state}`)}
    </span>
  )
}
