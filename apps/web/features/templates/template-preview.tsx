'use client'
import type { TemplateContent } from '@cloudpa/contracts/content'
import { useTranslations } from 'next-intl'
import { TemplateChoices, TemplateText } from '../messages/template-face'

/** A template as the customer will see it. */
export function TemplatePreview({ template }: { template: TemplateContent }) {
  const t = useTranslations('templates')
  return (
    <section
      aria-label={t('preview')}
      data-testid="template-preview"
      className="grid justify-items-end rounded-card bg-thread p-4"
    >
      <div className="relative max-w-full rounded-bubble rounded-se-tail border-[1.5px] border-dashed border-pencil px-3 py-1.75 text-msg">
        <TemplateText template={template} current />
      </div>
      <TemplateChoices template={template} current />
    </section>
  )
}
