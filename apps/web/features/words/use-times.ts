'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { clockTime, dateLabel, dayLabel, rowTime, type TimeStyle } from './format-time'
import { regionalLocale } from './locales'

/** Returns how to write times in the reader's language, in the way of their region and in their time zone. */
export function useTimes() {
  const locale = useLocale()
  const t = useTranslations('common')
  const [today, yesterday] = [t('today'), t('yesterday')]
  return useMemo(() => {
    const accepted = typeof window === 'undefined' ? [] : navigator.languages
    const style: TimeStyle = { locale: regionalLocale(locale, accepted), today, yesterday }
    return {
      clockTime: (at: string) => clockTime(at, style),
      dayLabel: (at: string, nowMs: number) => dayLabel(at, nowMs, style),
      rowTime: (at: string, nowMs: number) => rowTime(at, nowMs, style),
      dateLabel: (at: string, nowMs: number) => dateLabel(at, nowMs, style),
    }
  }, [locale, today, yesterday])
}
