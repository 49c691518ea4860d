'use client'
import type { Template, TemplateList } from '@cloudpa/contracts/templates'
import { ChevronDown, LayoutTemplate } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ApiError } from '../../client/api-error'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { canManage, useMe } from '../../client/use-me'
import { useNow } from '../../client/use-now'
import { Button } from '../../components/ui/button'
import { Empty } from '../../components/ui/empty'
import { FormError } from '../../components/ui/field'
import { fillTemplate, titleOf } from '../templates/fill-template'
import { StatePill } from '../templates/state-pill'
import { TemplatePreview } from '../templates/template-preview'
import { useHindrance } from '../templates/use-hindrance'
import { useLanguageNames } from '../templates/use-language-names'
import { useCheckTemplates, useTemplates } from '../templates/use-templates'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import { Card, RowCard } from './card'
import { Answered, Section } from './section'

const TemplateDialog = dynamic(() => import('./template-dialog').then((module) => module.TemplateDialog), {
  ssr: false,
})

/** What the org may write at any time, and what WhatsApp thinks of each. */
export function TemplatesSection() {
  const t = useTranslations('templates')
  const { data: me } = useMe()
  const templates = useTemplates(null)
  const [isMaking, setMaking] = useState(false)
  const mayMake = canManage(me)
  return (
    <Section
      title={t('title')}
      lead={t('lead')}
      action={
        mayMake ? (
          <Button
            look="primary"
            aria-haspopup="dialog"
            data-testid="new-template"
            onClick={() => setMaking(true)}
          >
            {t('new')}
          </Button>
        ) : null
      }
    >
      <Answered query={templates} shape="rows">
        {({ items, accounts }) => (
          <>
            <LastCheck accounts={accounts} mayCheck={mayMake} />
            {items.length > 0 ? (
              <RowCard label={t('title')}>
                {items.map((template) => (
                  <Row key={template.id} template={template} />
                ))}
              </RowCard>
            ) : (
              <Card>
                <Empty icon={LayoutTemplate} title={t('none')} level="h3">
                  <p className="max-w-sm text-balance">{mayMake ? t('noneHint') : t('noneHintMember')}</p>
                </Empty>
              </Card>
            )}
          </>
        )}
      </Answered>
      {isMaking ? <TemplateDialog onClose={() => setMaking(false)} /> : null}
    </Section>
  )
}

/** When Twilio was last asked, what it would not say, and how to ask now. */
function LastCheck({ accounts, mayCheck }: Pick<TemplateList, 'accounts'> & { mayCheck: boolean }) {
  const t = useTranslations('templates')
  const sentenceOf = useErrorSentence()
  const now = useNow()
  const { rowTime } = useTimes()
  const numbers = useChatAccounts().data?.items ?? []
  const { check, isChecking, error } = useCheckTemplates()
  const times = accounts.flatMap(({ syncedAt }) => syncedAt ?? [])
  const oldest = times.length === accounts.length ? times.toSorted()[0] : undefined
  const nameOf = (ids: readonly string[], accountSid: string) => {
    const ours = numbers.filter(({ id }) => ids.includes(id))
    return ours.map(({ name, formatted }) => name || formatted).join(', ') || accountSid
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p role="status" data-testid="templates-checked" className="text-small text-ink-2">
          {oldest ? t('checked', { when: rowTime(oldest, now) }) : t('neverChecked')}
        </p>
        {mayCheck ? (
          <Button look="outline" busy={isChecking} data-testid="check-templates" onClick={() => void check()}>
            {isChecking ? t('checking') : t('checkAgain')}
          </Button>
        ) : null}
      </div>
      <FormError>{error ? sentenceOf(error) : null}</FormError>
      {accounts.map(({ accountSid, chatAccountIds, error: failed, params }) => {
        const why = failed && sentenceOf(new ApiError('', failed, 500, { params: params ?? undefined }))
        return why ? (
          <FormError key={accountSid}>
            {t('notChecked', { account: nameOf(chatAccountIds, accountSid), why })}
          </FormError>
        ) : null
      })}
    </div>
  )
}

function Row({ template }: { template: Template }) {
  const t = useTranslations('templates')
  // What goes out while a window is open is a matter of the conversation, and here of no window.
  const whyNot = useHindrance(false)
  const languages = useLanguageNames()
  const { name, language, category, variables, state } = template
  const samples = Object.fromEntries(variables.map((each) => [each.name, each.sample]))
  const why = whyNot(template)
  return (
    <li data-testid="template-row" data-name={name}>
      <details className="group min-w-0 flex-1">
        <summary className="flex cursor-pointer flex-wrap items-start gap-x-3 gap-y-1 rounded-ctl [&::-webkit-details-marker]:hidden">
          <span className="grid min-w-0 flex-1 basis-40 grid-cols-[minmax(0,1fr)]">
            <bdi className="font-medium [overflow-wrap:anywhere]">{titleOf(name)}</bdi>
            <span className="text-small text-ink-2">
              {[languages(language), category && t(`category.${category}`)].filter(Boolean).join(' · ')}
            </span>
          </span>
          <StatePill state={state} />
          <ChevronDown
            size={16}
            strokeWidth={2}
            aria-hidden
            className="mt-0.5 shrink-0 text-ink-2 group-open:rotate-180"
          />
          {why ? <span className="basis-full text-small text-ink-2">{why}</span> : null}
        </summary>
        <div className="pt-3">
          <TemplatePreview template={fillTemplate(template, samples)} />
        </div>
      </details>
    </li>
  )
}
