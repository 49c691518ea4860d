'use client'
import { useTranslations } from 'next-intl'
import { LoadFailed } from '../../components/ui/load-failed'

/** Stands where a form would, while the API does not answer. */
export function NotReached() {
  const t = useTranslations('auth')
  return <LoadFailed sentence={t('notReached')} retry={() => window.location.reload()} />
}
