'use client'
import { Calendar, MessageSquareReply } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PickDay } from './pick-day'
import { useTimeChoices, type Question } from './time-choices'

interface Props {
  question: Question
  name: string | null
  onChoose: (until: Date | null) => void
}

const line = 'flex min-h-13 items-center gap-3 rounded-ctl text-start text-base hover:bg-hover'

/** A few large answers for a thumb, then the others in words. */
export function LargeTimes({ question, name, onChoose }: Props) {
  const t = useTranslations('triage')
  const { presets, untilWrites } = useTimeChoices(name, question)
  const [isPicking, setPicking] = useState(false)
  if (isPicking) return <PickDay question={question} onChoose={onChoose} />
  return (
    <div data-testid={`${question}-menu`} className="grid gap-1">
      <div className="mb-2 grid grid-cols-2 gap-2">
        {presets.map(({ key, says, time, until }) => (
          <button
            key={key}
            type="button"
            onClick={() => onChoose(until)}
            className="grid min-h-18 content-center gap-0.5 rounded-card bg-inset px-4 text-start"
          >
            <span className="font-semibold">{says}</span>
            <span className="text-small text-ink-2 tabular-nums">{time}</span>
          </button>
        ))}
      </div>
      <button type="button" className={line} onClick={() => onChoose(null)}>
        <MessageSquareReply size={18} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
        {untilWrites.says}
      </button>
      <button type="button" className={line} onClick={() => setPicking(true)}>
        <Calendar size={18} strokeWidth={1.75} aria-hidden />
        {t('pickDay')}
      </button>
    </div>
  )
}
