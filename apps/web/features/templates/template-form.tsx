'use client'
import type { TemplateContent } from '@cloudpa/contracts/content'
import type { Template } from '@cloudpa/contracts/templates'
import { ArrowLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '../../components/ui/button'
import { DialogFoot } from '../../components/ui/dialog'
import { Field, FormError } from '../../components/ui/field'
import { isComposing } from '../actions/is-composing'
import { faultOf, fillTemplate, titleOf, type Values } from './fill-template'
import { TemplatePreview } from './template-preview'

interface Props {
  template: Template
  /** What stands in its fields at first. */
  begun: Values
  /** Why it can't be sent, as WhatsApp or the server said. */
  fault?: string | undefined
  busy?: boolean
  onSend: (template: TemplateContent) => void
  /** Back to the list. */
  onBack: () => void
}

/** What is filled into a template, and how the customer will see it. It is sent once nothing is missing. */
export function TemplateForm({ template, begun, fault, busy = false, onSend, onBack }: Props) {
  const t = useTranslations('templates')
  const form = useRef<HTMLFormElement>(null)
  const [values, setValues] = useState<Values>(begun)
  const [touched, setTouched] = useState<readonly string[]>([])
  const { variables } = template
  const labelOf = (name: string) => (/^\d+$/.test(name) ? t('value', { name }) : titleOf(name))
  const faults = variables.map(({ name }) => ({ name, fault: faultOf(values[name]) }))
  const wrong = faults.filter((one) => one.fault !== null)
  const isReady = wrong.length === 0 && !busy

  // Who chose it goes on to fill it in.
  useEffect(() => {
    const inputs = [...(form.current?.querySelectorAll('input') ?? [])]
    const next = inputs.find(({ value }) => !value.trim())
    ;(next ?? form.current?.querySelector<HTMLElement>('[type=submit]'))?.focus()
  }, [])

  function send() {
    setTouched(variables.map(({ name }) => name))
    if (isReady) onSend(fillTemplate(template, values))
    else if (wrong[0]) form.current?.querySelector<HTMLElement>(`[name="${wrong[0].name}"]`)?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'Escape') {
      event.preventDefault()
      onBack()
    }
    if (event.key !== 'Enter' || event.repeat) return
    if (event.metaKey || event.ctrlKey) {
      event.preventDefault()
      send()
    } else if (event.target instanceof HTMLInputElement) {
      // Enter alone goes on to the next field, so that nothing leaves half filled in.
      event.preventDefault()
      const fields = [...(form.current?.querySelectorAll<HTMLElement>('input, [type=submit]') ?? [])]
      fields[fields.indexOf(event.target) + 1]?.focus()
    }
  }

  return (
    // What it hears are its fields' keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={form}
      data-own-escape
      data-testid="template-form"
      aria-label={titleOf(template.name)}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="grid grid-cols-[minmax(0,1fr)] content-start gap-4"
    >
      <div className="flex items-center gap-1">
        <Button look="ghost" onClick={onBack} className="-ms-3 md:hidden">
          <ArrowLeft size={18} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
          {t('all')}
        </Button>
        <h3 className="min-w-0 truncate font-semibold max-md:sr-only">
          <bdi>{titleOf(template.name)}</bdi>
        </h3>
      </div>
      <FormError>{fault}</FormError>
      {faults.map(({ name, fault: wrongWith }, at) => (
        <Field
          key={name}
          name={name}
          label={labelOf(name)}
          value={values[name] ?? ''}
          placeholder={variables[at]?.sample}
          error={wrongWith && touched.includes(name) ? t(wrongWith) : undefined}
          onChange={({ target }) => setValues({ ...values, [name]: target.value })}
          onBlur={() => setTouched([...touched, name])}
          maxLength={1600}
          autoComplete="off"
          dir="auto"
          data-testid="template-value"
        />
      ))}
      <TemplatePreview template={fillTemplate(template, values)} />
      <DialogFoot className="items-center">
        <p id="template-missing" role="status" className="min-w-0 flex-1 text-small text-ink-2">
          {wrong.length > 0 ? t('toFill', { names: wrong.map(({ name }) => labelOf(name)).join(', ') }) : ''}
        </p>
        <Button
          look={wrong.length > 0 ? 'quiet' : 'primary'}
          big
          type="submit"
          busy={busy}
          disabled={wrong.length > 0}
          aria-describedby="template-missing"
          data-testid="template-send"
        >
          {t('send')}
        </Button>
      </DialogFoot>
    </form>
  )
}
