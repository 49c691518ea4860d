'use client'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { useTimes } from '../words/use-times'
import { presetsAt, weekendOf } from './snooze-times'

export interface TimeChoice {
  key: string
  says: string
  /** The time as it is on the clock, where that is not what it says. */
  time?: string
  /** Null: until they write. */
  until: Date | null
}

/** What is asked: until when something is put off, or when it is sent. Each has its words. */
export const questions = {
  snooze: { ask: 'until', writes: 'untilWrites', take: 'snooze' },
  send: { ask: 'sendWhen', writes: 'whenWrites', take: 'sendThen' },
} as const
export type Question = keyof typeof questions

/** @param name whose message ends it; null where they are several */
export function useTimeChoices(
  name: string | null,
  question: Question = 'snooze',
): { presets: TimeChoice[]; untilWrites: TimeChoice } {
  const t = useTranslations('triage')
  const { comingShort, region } = useTimes()
  // What is offered must not change under the pointer.
  const [nowMs] = useState(Date.now)
  return useMemo(
    () => ({
      presets: presetsAt(nowMs, weekendOf(region)).map(({ key, at }) => ({
        key,
        says: t(key),
        time: comingShort(at.toISOString(), nowMs),
        until: at,
      })),
      untilWrites: {
        key: 'untilWrites',
        says: name === null ? t('untilWritesMany') : t(questions[question].writes, { name }),
        until: null,
      },
    }),
    [t, name, nowMs, region, comingShort, question],
  )
}
