'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { Choice } from '../../components/ui/choice-list'
import { doAction } from '../actions/registry'
import { loadReader } from '../triage/read-when'
import { useSnoozing } from '../triage/snoozing'
import { useTimeChoices } from '../triage/time-choices'
import { faultOf } from '../triage/time-fault'
import { useTriage } from '../triage/use-triage'
import { useTimes } from '../words/use-times'
import { matches } from './match'
import { timeIn } from './time-in'

type Read = Awaited<ReturnType<typeof loadReader>>

/**
 * “snoo tom”: a command and its time in one go.
 * @returns the choices, whether the words are yet to be understood, and whether the command was named in full; null
 *   where it is not about that
 */
export function useSnoozeUntil(
  typed: string,
): { choices: Choice[]; isComing: boolean; isWhole: boolean } | null {
  const t = useTranslations()
  const locale = useLocale()
  const { presets } = useTimeChoices(null)
  const { comingFull, region } = useTimes()
  const { snooze } = useTriage()
  const [nowMs] = useState(Date.now)
  const [read, setRead] = useState<Read | null>(null)
  const [hasFailed, setFailed] = useState(false)
  const asked = timeIn(t('actions.does.snooze'), typed)
  const isMeant = asked !== null
  useEffect(() => {
    if (!isMeant) return
    loadReader(locale, region).then(
      (came) => setRead(() => came),
      // What understands the words could not be fetched, so none of them is offered.
      () => setFailed(true),
    )
  }, [isMeant, locale, region])
  if (!asked) return null
  const { words, isWhole } = asked
  const choiceOf = (key: string, when: string, until: Date | null): Choice => ({
    key: `snooze ${key}`,
    shows: <span className="min-w-0 flex-1 truncate">{t('palette.snoozeUntil', { when })}</span>,
    choose: () => {
      // It is asked whom it is about as its key would ask, and answered at once.
      doAction('snooze')
      const { ids, close } = useSnoozing.getState()
      close()
      if (until) snooze(ids, until)
    },
  })
  const fitting = presets.filter(({ says }) => matches(says, words))
  if (fitting.length > 0)
    return {
      choices: fitting.map(({ key, says, time, until }) =>
        choiceOf(key, time ? t('common.dayAndTime', { day: says, time }) : says, until),
      ),
      isComing: false,
      isWhole,
    }
  if (!read) return hasFailed ? null : { choices: [choiceOf('words', '…', null)], isComing: true, isWhole }
  const at = read(words, nowMs)
  const isTime = at !== null && faultOf(at, nowMs) === null
  return {
    choices: isTime ? [choiceOf('words', comingFull(at.toISOString(), nowMs), at)] : [],
    isComing: false,
    isWhole,
  }
}
