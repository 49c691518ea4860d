'use client'
import type { ContactDetail } from '@cloudpa/contracts/contacts'
import { useTranslations } from 'next-intl'
import { useNow } from '../../client/use-now'
import { useTimes } from '../words/use-times'
import { localTime } from './local-time'

/** What their clock shows, where their number tells; else nothing. */
export function TheirTime({ handles }: { handles: Pick<ContactDetail['handles'][number], 'country'>[] }) {
  const t = useTranslations('contacts')
  const now = useNow()
  const { region } = useTimes()
  const countries = [...new Set(handles.flatMap(({ country }) => country ?? []))]
  const time = countries.length === 1 ? localTime(countries[0] ?? null, now, region) : null
  return time ? (
    <>
      <dt className="text-ink-2">{t('localTime')}</dt>
      <dd className="min-w-0 tabular-nums">{time}</dd>
    </>
  ) : null
}
