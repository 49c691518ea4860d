'use client'
import { useTranslations } from 'next-intl'
import { Button } from '../../components/ui/button'

/** A fault in one screen leaves the rail, and with it the way elsewhere. */
export default function DeskError({ reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('common')
  return (
    <div
      role="alert"
      className="col-start-1 row-start-1 grid place-content-center justify-items-center gap-4 p-6 text-center md:col-span-full lg:col-span-2 lg:col-start-2"
    >
      <p className="max-w-sm text-ink-2">{t('screenStopped')}</p>
      <Button look="outline" onClick={reset}>
        {t('loadAgain')}
      </Button>
    </div>
  )
}
