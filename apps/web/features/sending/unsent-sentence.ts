'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { Unsent } from './unsent'

/** Why a message did not get through, as a sentence for a person. */
export function useUnsentSentence(): (item: Unsent) => string {
  const t = useTranslations('sending')
  return useCallback(
    ({ reason, error }: Unsent) => {
      if (reason === 'server' && error) return error.message
      return t(reason === 'server' || reason === '' ? 'unexpected' : reason)
    },
    [t],
  )
}
