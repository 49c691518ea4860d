'use client'
import { useTranslations } from 'next-intl'
import type { AttachmentProps } from './attachment-place'

interface Props extends Pick<AttachmentProps, 'says' | 'children'> {
  answers: { name: string; value: string }[]
}

/** What was filled into a form, as a small list. */
export function FormAnswers({ answers, says, children }: Props) {
  const t = useTranslations('messages')
  return (
    <div data-testid="form-answers">
      <div className="-mx-1 mt-px mb-1.5 rounded-ctl border-s-3 border-ink-3 bg-bubble-well px-2.5 py-1.5 text-small font-medium">
        {says}
      </div>
      {answers.length > 0 ? (
        <dl className="grid grid-cols-[fit-content(45%)_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-small [overflow-wrap:anywhere]">
          {answers.map(({ name, value }, index) => (
            <div key={index} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-ink-2">
                <bdi>{name}</bdi>
              </dt>
              <dd className="whitespace-pre-wrap">
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="text-small text-ink-2">{t('noAnswers')}</p>
      )}
      {children}
    </div>
  )
}
