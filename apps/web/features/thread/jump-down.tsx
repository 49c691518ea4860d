'use client'
import { ArrowDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'

interface Props {
  show: boolean
  /** How many messages came in meanwhile. */
  news: number
  onClick: () => void
}

/** The way to the thread's end for whoever reads further up. */
export function JumpDown({ show, news, onClick }: Props) {
  const t = useTranslations('thread')
  if (!show) return null
  return (
    <button
      type="button"
      onClick={onClick}
      data-testid="jump-down"
      className={cx(
        'absolute inset-x-0 bottom-3 z-10 mx-auto flex min-h-9 w-max items-center justify-center gap-1.5 rounded-full',
        'bg-pop ps-3 pe-3.5 text-small font-medium shadow-pop inset-ring inset-ring-line hover:bg-hover pointer-coarse:min-h-11',
        news > 0 && 'text-unread',
      )}
    >
      <ArrowDown size={16} strokeWidth={2} aria-hidden />
      {news > 0 ? t('newMessages', { count: news }) : t('toLatest')}
    </button>
  )
}
