'use client'
import { CircleHelp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { AttachmentProps } from './attachment-place'
import { fieldsOf } from './fields-of'

/** What can't be shown is named, and what came of it can be looked at. */
export function UnknownForm({ attachment, says, current, children }: AttachmentProps) {
  const t = useTranslations('messages')
  const fields = attachment.kind === 'unsupported' ? fieldsOf(attachment.content) : []
  return (
    <div className="text-ink-2" data-testid="unknown-form">
      <CircleHelp size={16} strokeWidth={2} aria-hidden className="me-2 inline-block align-[-0.15em]" />
      <bdi>{says}</bdi>
      {fields.length > 0 ? (
        <details className="mt-1 text-small">
          <summary
            tabIndex={current ? 0 : -1}
            className="cursor-pointer rounded-tail text-ink pointer-coarse:py-3"
          >
            {t('whatCame')}
          </summary>
          {fields.map((field, index) => (
            <p
              key={index}
              dir="ltr"
              className="mt-0.5 font-mono whitespace-pre-wrap [overflow-wrap:anywhere]"
            >
              {field}
            </p>
          ))}
        </details>
      ) : null}
      {children}
    </div>
  )
}
