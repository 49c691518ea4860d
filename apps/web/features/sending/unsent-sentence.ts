'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { ApiError } from '../../client/api-error'
import { useErrorSentence } from '../words/use-error-sentence'
import type { Unsent } from './unsent'

/** Why a note was not saved, likewise. */
export function useNoteSentence(): (item: Unsent) => string {
  const t = useTranslations('notes')
  const sentenceOf = useUnsentSentence()
  return useCallback(
    (item: Unsent) =>
      item.state === 'refused' || item.reason === 'unexpected' ? sentenceOf(item) : t('waits'),
    [t, sentenceOf],
  )
}

/** Why a message did not get through, as a sentence for a person. */
export function useUnsentSentence(): (item: Unsent) => string {
  const t = useTranslations('sending')
  const errorSentence = useErrorSentence()
  return useCallback(
    ({ reason, error }: Unsent) => {
      if (reason === 'server' && error) {
        return errorSentence(new ApiError(error.code, error.message, error.status, { params: error.params }))
      }
      return t(reason === 'server' || reason === '' ? 'unexpected' : reason)
    },
    [t, errorSentence],
  )
}
