'use client'
import { Calendar, Clock, CornerDownLeft, MessageSquareReply } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useNow } from '../../client/use-now'
import { cx } from '../../components/ui/cx'
import { isComposing } from '../actions/is-composing'
import { useTimes } from '../words/use-times'
import { PickDay } from './pick-day'
import { questions, useTimeChoices, type Question } from './time-choices'
import { faultOf } from './time-fault'
import { useTimeInWords } from './use-time-in-words'

interface Props {
  question: Question
  name: string | null
  /** What was typed before its field was there. */
  typed?: string
  /** @param until null: until they write */
  onChoose: (until: Date | null) => void
}

interface Option {
  key: string
  icon?: ReactNode
  says: string
  time?: string | undefined
  choose: () => void
}

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const

/** A time in words, read back before it is taken, over the usual ones; a combobox. */
export function TimePicker({ question, name, typed = '', onChoose }: Props) {
  const t = useTranslations('triage')
  const listId = useId()
  const { presets, untilWrites } = useTimeChoices(name, question)
  const { comingFull } = useTimes()
  const [isPicking, setPicking] = useState(false)
  const [at, setAt] = useState(0)
  const { text, write, found, read } = useTimeInWords(useLocale(), typed)
  const now = useNow()
  const fault = found ? faultOf(found, now) : null
  if (isPicking) return <PickDay question={question} onChoose={onChoose} />

  const options: Option[] = [
    ...presets.map(({ until, ...choice }) => ({ ...choice, choose: () => onChoose(until) })),
    {
      ...untilWrites,
      icon: <MessageSquareReply {...icon} className="rtl:-scale-x-100" />,
      choose: () => onChoose(null),
    },
    { key: 'pick', icon: <Calendar {...icon} />, says: t('pickDay'), choose: () => setPicking(true) },
  ]
  if (found && !fault) {
    options.unshift({
      key: 'words',
      icon: <CornerDownLeft {...icon} className="rtl:-scale-x-100" />,
      says: comingFull(found.toISOString(), now),
      choose: () => onChoose(found),
    })
  }
  const asks = t(questions[question].ask)
  const isWritten = text.trim() !== ''
  async function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event.nativeEvent)) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((at + step + options.length) % options.length)
    if (step || event.key === 'Enter') event.preventDefault()
    if (event.key !== 'Enter') return
    // Whoever writes faster than the words are understood means them all the same.
    const meant = isWritten && at === 0 ? await read() : undefined
    if (meant === undefined) options[at]?.choose()
    else if (meant && !faultOf(meant, Date.now())) onChoose(meant)
  }
  return (
    <>
      <label className="flex items-center gap-2.5 border-b border-line px-4">
        <Clock {...icon} className="shrink-0 text-ink-2" />
        <span className="sr-only">{asks}</span>
        <input
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={`${listId}-${options[at]?.key}`}
          autoComplete="off"
          placeholder={asks}
          value={text}
          onChange={({ target }) => {
            setAt(0)
            write(target.value)
          }}
          onKeyDown={(event) => void onKeyDown(event)}
          className="h-11 min-w-0 flex-1 bg-transparent outline-none"
        />
      </label>
      {isWritten && (fault || found === null) ? (
        <p role="status" className="px-4 pt-2.5 text-small text-ink-2">
          {t(fault ?? 'unclear')}
        </p>
      ) : null}
      <div role="listbox" id={listId} aria-label={asks} className="p-1.5">
        {options.map(({ key, icon, says, time, choose }, index) => (
          <button
            key={key}
            type="button"
            id={`${listId}-${key}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onPointerMove={() => setAt(index)}
            onClick={choose}
            className={cx(
              'flex min-h-9 w-full items-center text-start gap-2.5 rounded-ctl px-2.5',
              index === at && 'bg-sel',
              key === 'words' && 'font-semibold',
              key === 'untilWrites' && 'mt-1.5',
            )}
          >
            {icon}
            <span className="min-w-0 flex-1 truncate">{says}</span>
            {time ? <span className="text-small text-ink-2 tabular-nums">{time}</span> : null}
          </button>
        ))}
      </div>
    </>
  )
}
