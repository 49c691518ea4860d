'use client'
import { useTranslations } from 'next-intl'
import { Button } from '../../components/ui/button'
import { useCopy } from '../../components/ui/use-copy'
import { useDrafts } from '../sending/drafts'

/** What was begun while one could still write, in pencil: to be read and copied until the composer has it again. */
export function KeptDraft({ id }: { id: string }) {
  const t = useTranslations('composer')
  const common = useTranslations('common')
  const text = useDrafts((state) => state.texts[id] ?? '')
  const { copy, says } = useCopy(text, common('copy'))
  if (!text) return null
  return (
    <section aria-label={t('draft')} data-testid="kept-draft" className="px-4 pt-2">
      <div className="flex items-center justify-between gap-2 text-small text-ink-2">
        {t('draft')}
        <Button look="ghost" onClick={copy} className="-me-3">
          <span aria-live="polite">{says}</span>
        </Button>
      </div>
      <p
        dir="auto"
        // What scrolls must be reached by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="max-h-[30dvh] overflow-y-auto rounded-bubble border-[1.5px] border-dashed border-pencil px-3 py-1.75 text-msg [overflow-wrap:anywhere] whitespace-pre-wrap"
      >
        {text}
      </p>
    </section>
  )
}
