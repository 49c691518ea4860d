'use client'
import { useTranslations } from 'next-intl'
import { useState, type SubmitEvent } from 'react'
import { Button } from '../../components/ui/button'
import { Field } from '../../components/ui/field'
import { questions, type Question } from './time-choices'
import { faultOf } from './time-fault'

/** A day and a time by the browser's own picker, which every phone knows. */
export function PickDay({ question, onChoose }: { question: Question; onChoose: (until: Date) => void }) {
  const t = useTranslations('triage')
  const [fault, setFault] = useState<'past' | 'tooFar' | null>(null)
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const at = new Date(String(new FormData(event.currentTarget).get('at')))
    const found = faultOf(at, Date.now())
    setFault(found)
    if (!found) onChoose(at)
  }
  return (
    <form ref={focusField} onSubmit={submit} className="grid gap-3 p-3 max-md:px-0">
      <Field
        required
        name="at"
        type="datetime-local"
        label={t('dayAndTime')}
        error={fault ? t(fault) : undefined}
      />
      <Button look="primary" type="submit">
        {t(questions[question].take)}
      </Button>
    </form>
  )
}

/** As a `ref`: what was pressed is gone, and whoever asked for the field is about to use it. */
function focusField(form: HTMLFormElement | null) {
  form?.querySelector('input')?.focus()
}
