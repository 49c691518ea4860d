'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { ApiError, type Reason } from '../../client/api-error'
import type { Messages } from './load-messages'

type ErrorWords = ReturnType<typeof useTranslations<'errors'>>

/** Returns how to say anything that was thrown, as a sentence for a person: what happened, then what to do. */
export function useErrorSentence(): (error: unknown) => string {
  const t = useTranslations('errors')
  return useCallback((error) => errorSentence(error, t), [t])
}

/**
 * The words for a reason are ours, and may differ from the plain English that the API writes for programs.
 * @param t the words of `errors`
 * @returns one by the status for a reason that only a newer server knows: its own English is not everybody's
 */
export function errorSentence(error: unknown, t: ErrorWords): string {
  if (!(error instanceof ApiError)) return t('unexpected')
  if (error.params && isKnown(error.params.reason, t)) {
    return t(`reasons.${error.params.reason}`, valuesOf(error.params))
  }
  if (error.status === 0 || error.code === 'bad_answer') return t('unreachable')
  if (error.status === 429) return t('tooOften')
  return t(error.status >= 500 ? 'trouble' : 'refused')
}

function isKnown(reason: string, t: ErrorWords): reason is keyof Messages['errors']['reasons'] {
  return /^\w+$/.test(reason) && t.has(`reasons.${reason}` as 'reasons.input')
}

/** What a sentence can be told: of several faults of an input, the first one's kind. */
function valuesOf({ issues, ...params }: Reason): Record<string, string | number> {
  const first: unknown = Array.isArray(issues) ? issues[0] : undefined
  const fault = typeof first === 'object' && first !== null && 'code' in first ? String(first.code) : ''
  const plain = Object.entries(params).filter(
    (entry): entry is [string, string | number] =>
      typeof entry[1] === 'string' || typeof entry[1] === 'number',
  )
  return { ...Object.fromEntries(plain), fault }
}
