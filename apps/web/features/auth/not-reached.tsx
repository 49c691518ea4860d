'use client'
import { useTranslations } from 'next-intl'
import { Button } from '../../components/ui/button'
import { FormError } from '../../components/ui/field'

/** Stands where a form would, while the API does not answer. */
export function NotReached() {
  const t = useTranslations('auth')
  const common = useTranslations('common')
  return (
    <div className="grid justify-items-start gap-4">
      <FormError>{t('notReached')}</FormError>
      <Button look="outline" onClick={() => window.location.reload()}>
        {common('tryAgain')}
      </Button>
    </div>
  )
}
