'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from './button'
import { cx } from './cx'
import { handOverFocus } from './focus-again'

interface Props {
  /** What went wrong, in words. */
  sentence: ReactNode
  retry?: () => void
  /** Another way on than to try again. */
  children?: ReactNode
  className?: string
}

/** Stands where something would that is not there, in the middle of its place, with the way on. */
export function LoadFailed({ sentence, retry, children, className }: Props) {
  const t = useTranslations('common')
  return (
    <div
      ref={handOverFocus}
      role="alert"
      className={cx('grid place-content-center justify-items-center gap-3 p-6 text-center', className)}
    >
      <div className="max-w-sm text-balance text-ink-2">{sentence}</div>
      {children ?? (
        <Button look="outline" onClick={retry}>
          {t('tryAgain')}
        </Button>
      )}
    </div>
  )
}
