'use client'
import { useLocale, useTranslations } from 'next-intl'
import {
  clockTime,
  comingDay,
  comingShort,
  dateLabel,
  dayLabel,
  fullDay,
  isTomorrow,
  rowTime,
  type TimeStyle,
} from './format-time'
import { regionalLocale, type Locale } from './locales'

export type Times = ReturnType<typeof timesIn>

// Asking Intl what a region calls its dates costs as much as drawing the message whose time is told.
const known = new Map<string, Times>()

/** Returns how to write times in the reader's language, in the way of their region and in their time zone. */
export function useTimes(): Times {
  const locale = useLocale()
  const t = useTranslations('common')
  const accepted = typeof window === 'undefined' ? [] : navigator.languages
  const key = [locale, ...accepted].join()
  const times = known.get(key) ?? timesIn(locale, accepted, t)
  known.set(key, times)
  return times
}

type Words = (
  key: 'today' | 'yesterday' | 'dayAndTime' | 'untilDayAndTime',
  values?: { day: string; time: string },
) => string

/** @param accepted the reader's languages, the most wanted first, for whose region times are written */
export function timesIn(locale: Locale, accepted: readonly string[], t: Words) {
  const region = regionalLocale(locale, accepted)
  const style: TimeStyle = { locale: region, today: t('today'), yesterday: t('yesterday') }
  return {
    clockTime: (at: string) => clockTime(at, style),
    dayLabel: (at: string, nowMs: number) => dayLabel(at, nowMs, style),
    rowTime: (at: string, nowMs: number) => rowTime(at, nowMs, style),
    /** Until when, inside of a sentence: 17:00, tomorrow, 09:00. */
    comingTime: (at: string, nowMs: number) => {
      const [day, time] = [comingDay(at, nowMs, style), clockTime(at, style)]
      if (day === null) return time
      return t(isTomorrow(at, nowMs, style) ? 'dayAndTime' : 'untilDayAndTime', { day, time })
    },
    comingShort: (at: string, nowMs: number) => comingShort(at, nowMs, style),
    /** A day and a time, to be sure that they are meant: Tuesday 1 December, 09:00. */
    comingFull: (at: string, nowMs: number) =>
      t('dayAndTime', { day: fullDay(at, nowMs, style), time: clockTime(at, style) }),
    /** Whose weekends and clocks these are. */
    region,
    dateLabel: (at: string, nowMs: number) => dateLabel(at, nowMs, style),
  }
}
