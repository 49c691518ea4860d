'use client'
import { useTranslations } from 'next-intl'
import { LoadFailed } from '../../components/ui/load-failed'

/** A fault in one screen leaves the rail, and with it the way elsewhere. */
export default function DeskError({ reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('common')
  return (
    <LoadFailed
      sentence={t('screenStopped')}
      retry={reset}
      className="col-start-1 row-start-1 md:col-span-full lg:col-span-2 lg:col-start-2"
    />
  )
}
