'use client'
import type { TemplateContent } from '@cloudpa/contracts/content'
import type { Template } from '@cloudpa/contracts/templates'
import { LayoutTemplate } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useRef, useState } from 'react'
import { canManage, useMe } from '../../client/use-me'
import { Button, buttonLook } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'
import { Empty } from '../../components/ui/empty'
import { holdsNow } from '../../components/ui/use-media'
import { LoadFailed } from '../../components/ui/load-failed'
import { useErrorSentence } from '../words/use-error-sentence'
import { valuesAhead, type Values } from './fill-template'
import { TemplateForm } from './template-form'
import { TemplateList } from './template-list'
import { useCheckTemplates, useTemplates } from './use-templates'

interface Props {
  /** Which number it goes out from; null while that is not known. */
  chatAccountId: string | null
  /** Whether the customer's window is open. */
  isOpen: boolean
  /** Empty where nobody gave the customer a name. */
  firstName: string
  /** What was chosen before. */
  begun?: { templateId: string; values: Values } | undefined
  fault?: string | undefined
  busy?: boolean
  onSend: (template: TemplateContent) => void
  onClose: () => void
}

/** What there is to choose from, and beside it the one that is chosen; on a phone one after the other. */
export function TemplatePicker({ chatAccountId, isOpen, firstName, begun, onClose, ...form }: Props) {
  const t = useTranslations('templates')
  const sentenceOf = useErrorSentence()
  const templates = useTemplates(chatAccountId)
  const field = useRef<HTMLInputElement>(null)
  const [chosenId, setChosen] = useState(begun?.templateId)
  const items = templates.data?.items
  const chosen = items?.find(({ id }) => id === chosenId)
  if (!items) {
    if (!templates.isError) return <Loading />
    return <LoadFailed sentence={sentenceOf(templates.error)} retry={() => void templates.refetch()} />
  }
  if (items.length === 0) return <None onClose={onClose} />
  const valuesOf = (template: Template) =>
    template.id === begun?.templateId ? begun.values : valuesAhead(template, firstName)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 md:grid-cols-[18rem_minmax(0,1fr)]">
      <div className={cx(chosen && 'max-md:hidden')}>
        <TemplateList
          templates={items}
          isOpen={isOpen}
          chosen={chosen}
          field={field}
          onChoose={({ id }) => setChosen(id)}
        />
      </div>
      {chosen ? (
        <TemplateForm
          key={chosen.id}
          {...form}
          template={chosen}
          begun={valuesOf(chosen)}
          onBack={() => {
            setChosen(undefined)
            // On a phone it is hidden until then.
            setTimeout(() => (holdsNow('(pointer: fine)') ? field.current?.focus() : undefined), 0)
          }}
        />
      ) : (
        <p className="grid place-content-center p-6 text-center text-balance text-ink-2 max-md:hidden">
          {t('chooseHint')}
        </p>
      )}
    </div>
  )
}

function Loading() {
  const t = useTranslations('templates')
  return (
    <div role="status" aria-label={t('loading')} className="grid gap-3 py-2">
      {[0, 1, 2].map((row) => (
        <div key={row} className="grid gap-2 py-1.5" style={{ opacity: 1 - row * 0.25 }}>
          <div className="h-3 w-2/5 rounded-full bg-inset" />
          <div className="h-3 w-4/5 rounded-full bg-inset" />
        </div>
      ))}
    </div>
  )
}

/** How templates come to be here. */
function None({ onClose }: { onClose: () => void }) {
  const t = useTranslations('templates')
  const sentenceOf = useErrorSentence()
  const { check, isChecking, error } = useCheckTemplates()
  const { data: me } = useMe()
  const mayMake = canManage(me)
  return (
    <Empty icon={LayoutTemplate} title={t('none')} level="h3">
      <p className="max-w-sm text-balance">{mayMake ? t('noneHint') : t('noneHintMember')}</p>
      {error ? (
        <p role="alert" className="text-small text-danger">
          {sentenceOf(error)}
        </p>
      ) : null}
      {mayMake ? (
        <div className="flex flex-wrap justify-center gap-2">
          <Link href="/settings/templates" onClick={onClose} className={buttonLook('primary')}>
            {t('new')}
          </Link>
          <Button look="outline" busy={isChecking} data-testid="check-templates" onClick={() => void check()}>
            {isChecking ? t('checking') : t('checkAgain')}
          </Button>
        </div>
      ) : null}
    </Empty>
  )
}
