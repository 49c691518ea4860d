'use client'
import type { LedgerEntry } from '@cloudpa/contracts/ledger'
import { useTranslations } from 'next-intl'

const statuses = ['sending', 'sent', 'delivered', 'read', 'failed'] as const
const files = ['waiting', 'ready', 'failed'] as const

/** One of the words that have a sentence; what only a newer server knows has none. */
const among = <Word extends string>(words: readonly Word[], word: string | null) =>
  words.find((one) => one === word)

/** Returns what to say of a step; what is not known here is said as the server calls it. */
export function useLedgerSentence(): (entry: LedgerEntry) => string {
  const t = useTranslations('ledger')
  return ({ kind, status, count, by }) => {
    switch (kind) {
      case 'form':
        return t('form')
      case 'written':
        return by === null ? t('written') : t('writtenBy', { name: by })
      case 'attempt':
        return count !== null && count > 1 ? t('attemptAgain', { count }) : t('attempt')
      case 'taken':
        return t('taken')
      case 'asked':
        return t('asked', { count: count ?? 1 })
      case 'file': {
        const known = among(files, status)
        return known ? t(`file.${known}`) : kind
      }
      case 'report':
      case 'became': {
        const known = among(statuses, status)
        return known ? t(`${kind}.${known}`) : `${kind} ${status ?? ''}`
      }
      default:
        return kind
    }
  }
}
