'use client'
import type { Medium } from '@cloudpa/contracts/media'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { request } from '../../client/request'
import { toast } from '../../client/toast'
import { Button } from '../../components/ui/button'
import { useErrorSentence } from '../words/use-error-sentence'
import { mediaPath } from './file-parts'

/** Has a file that could not be had fetched once more. */
export function FetchAgain({ medium, current }: { medium: Medium; current: boolean }) {
  const t = useTranslations('common')
  const sentenceOf = useErrorSentence()
  const [isBusy, setBusy] = useState(false)
  const ask = () => {
    setBusy(true)
    // That it waits again comes by itself, as on every other screen.
    request('POST', `${mediaPath(medium)}/retry`)
      .catch((error: unknown) => void toast('error', sentenceOf(error)))
      .finally(() => setBusy(false))
  }
  return (
    <Button look="outline" busy={isBusy} onClick={ask} tabIndex={current ? 0 : -1} data-testid="fetch-again">
      {t('tryAgain')}
    </Button>
  )
}
