'use client'
import type { CreateTemplate, Template, TemplateButton } from '@cloudpa/contracts/templates'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { request } from '../../client/request'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { Button } from '../../components/ui/button'
import { Dialog, DialogFoot } from '../../components/ui/dialog'
import { Field, FormError, SelectField, TextField } from '../../components/ui/field'
import { faultOf, fillTemplate, namesIn, type Values } from '../templates/fill-template'
import { TemplatePreview } from '../templates/template-preview'
import { useLanguageNames } from '../templates/use-language-names'
import { templatesPath, useCheckTemplates } from '../templates/use-templates'
import { useErrorSentence } from '../words/use-error-sentence'

/** Those that most are written in; WhatsApp knows further ones, for which there is Twilio's console. */
const languages = ['en', 'en_US', 'en_GB', 'es', 'es_ES', 'es_MX', 'es_AR', 'pt_BR', 'pt_PT', 'ar']
const furtherLanguages = ['fr', 'de', 'it', 'ca', 'nl', 'tr', 'hi', 'id']
const categories = ['utility', 'marketing'] as const
// As the contract has it; the schema itself would bring zod along.
const isName = /^[a-z0-9_]{1,512}$/
const [maxBody, maxButton, maxButtons] = [1024, 20, 3]

/** A new template, and how it will look; WhatsApp is asked for its approval at once. */
export function TemplateDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('templates')
  const common = useTranslations('common')
  const nameOf = useLanguageNames()
  const { data } = useChatAccounts()
  const accounts = [...new Map(data?.items.map((each) => [each.accountSid, each])).values()]
  const form = useNewTemplate(accounts[0]?.id, onClose)
  const { draft, change, faults } = form
  return (
    <Dialog wide open onOpenChange={(open) => (open ? undefined : onClose())} title={t('new')}>
      <form onSubmit={form.onSubmit} noValidate className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <FormError>{form.failure}</FormError>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6 md:grid-cols-2">
          <div className="grid content-start gap-4">
            <Field
              label={t('name')}
              hint={t('nameHint')}
              error={faults.name}
              value={draft.name}
              onChange={({ target }) => change({ name: target.value.toLowerCase().replace(/[\s-]+/g, '_') })}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              dir="ltr"
              maxLength={512}
              data-testid="template-name"
            />
            {accounts.length > 1 ? (
              <SelectField
                label={t('from')}
                value={draft.chatAccountId ?? accounts[0]?.id}
                onChange={({ target }) => change({ chatAccountId: target.value })}
              >
                {accounts.map(({ id, name, formatted }) => (
                  <option key={id} value={id}>
                    {name || formatted}
                  </option>
                ))}
              </SelectField>
            ) : null}
            <SelectField
              label={t('language')}
              value={draft.language}
              onChange={({ target }) => change({ language: target.value })}
            >
              {[...languages, ...furtherLanguages].map((code) => (
                <option key={code} value={code}>
                  {nameOf(code)}
                </option>
              ))}
            </SelectField>
            <SelectField
              label={t('categoryLabel')}
              hint={t('categoryHint')}
              value={draft.category}
              onChange={({ target }) =>
                change({ category: categories.find((each) => each === target.value) ?? 'utility' })
              }
            >
              {categories.map((category) => (
                <option key={category} value={category}>
                  {t(`category.${category}`)}
                </option>
              ))}
            </SelectField>
            <TextField
              label={t('body')}
              hint={t('bodyHint', { first: '{{1}}', second: '{{2}}' })}
              error={faults.body}
              value={draft.body}
              onChange={({ target }) => change({ body: target.value })}
              dir="auto"
              data-testid="template-body"
            />
          </div>
          <div className="grid content-start gap-4">
            {namesIn(draft.body).map((name) => (
              <Field
                key={name}
                label={t('sample', { name: `{{${name}}}` })}
                hint={t('sampleHint')}
                error={faults[`sample ${name}`]}
                value={draft.samples[name] ?? ''}
                onChange={({ target }) => change({ samples: { ...draft.samples, [name]: target.value } })}
                maxLength={200}
                dir="auto"
                data-testid="template-sample"
              />
            ))}
            {draft.buttons.slice(0, shownButtons(draft.buttons)).map((button, at) => (
              <Field
                key={at}
                label={t('button', { number: at + 1 })}
                error={faults[`button ${at}`]}
                value={button}
                onChange={({ target }) =>
                  change({
                    buttons: draft.buttons.map((each, index) => (index === at ? target.value : each)),
                  })
                }
                dir="auto"
              />
            ))}
            <TemplatePreview template={fillTemplate(asTemplate(draft), draft.samples)} />
          </div>
        </div>
        <DialogFoot>
          <Button look="outline" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" look="primary" busy={form.busy} data-testid="submit-template">
            {form.busy ? t('submitting') : t('submit')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  )
}

interface Draft {
  chatAccountId?: string
  name: string
  language: string
  category: (typeof categories)[number]
  body: string
  /** As many as there can be, empty where there is none. */
  buttons: string[]
  samples: Values
}

/** One field more than what is written, so that the next one can be. */
const shownButtons = (buttons: string[]) => Math.min(maxButtons, buttons.findLastIndex(Boolean) + 2)

function useNewTemplate(firstAccountId: string | undefined, onDone: () => void) {
  const t = useTranslations('templates')
  const sentenceOf = useErrorSentence()
  const { renew } = useCheckTemplates()
  const [draft, setDraft] = useState<Draft>({
    name: '',
    language: languages[0] ?? 'en',
    category: 'utility',
    body: '',
    buttons: Array.from({ length: maxButtons }, () => ''),
    samples: {},
  })
  const [isTried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()

  const found: [string, string | undefined][] = [
    ['name', isName.test(draft.name) ? undefined : t('nameWrong')],
    ['body', faultOfBody()],
    ...namesIn(draft.body).map((name): [string, string | undefined] => {
      const fault = faultOf(draft.samples[name])
      return [`sample ${name}`, fault ? t(fault) : undefined]
    }),
    ...draft.buttons.map((button, at): [string, string | undefined] => [
      `button ${at}`,
      button.trim().length > maxButton ? t('buttonTooLong', { count: maxButton }) : undefined,
    ]),
  ]
  function faultOfBody() {
    if (!draft.body.trim()) return t('bodyMissing')
    return draft.body.trim().length > maxBody ? t('bodyTooLong', { count: maxBody }) : undefined
  }
  const isWrong = found.some(([, fault]) => fault)

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    setTried(true)
    if (busy) return
    if (isWrong) {
      // Once what is wrong is drawn.
      setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), 0)
      return
    }
    setBusy(true)
    setFailure(undefined)
    try {
      const names = namesIn(draft.body)
      const input: CreateTemplate = {
        ...draft,
        chatAccountId: draft.chatAccountId ?? firstAccountId,
        body: draft.body.trim(),
        buttons: draft.buttons.map((button) => button.trim()).filter(Boolean),
        samples: Object.fromEntries(names.map((name) => [name, draft.samples[name]?.trim() ?? ''])),
        submit: true,
      }
      await request<Template>('POST', templatesPath, input)
      await renew()
      onDone()
    } catch (error) {
      setFailure(sentenceOf(error))
    } finally {
      setBusy(false)
    }
  }
  return {
    draft,
    change: (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change })),
    faults: isTried ? (Object.fromEntries(found) as Record<string, string | undefined>) : {},
    failure,
    busy,
    onSubmit,
  }
}

/** What is begun, as it would be once it is made. */
function asTemplate({ name, language, category, body, buttons, samples }: Draft): Template {
  const written = buttons.filter((text) => text.trim())
  return {
    id: '',
    sid: '',
    accountSid: '',
    name,
    language,
    kind: written.length > 0 ? 'quick_reply' : 'text',
    category,
    body,
    header: null,
    mediaUrl: null,
    footer: null,
    buttons: written.map((text): TemplateButton => ({ kind: 'quick_reply', text, value: null })),
    listButton: null,
    items: [],
    variables: namesIn(body).map((each) => ({ name: each, sample: samples[each] ?? '' })),
    state: 'unsubmitted',
    reason: null,
    syncedAt: '',
  }
}
