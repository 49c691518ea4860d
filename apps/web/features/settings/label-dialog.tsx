'use client'
import type { Label, LabelColor } from '@cloudpa/contracts/labels'
import { useQueryClient } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { request } from '../../client/request'
import { labelsKey } from '../../client/use-labels'
import { Button } from '../../components/ui/button'
import { Dialog, DialogFoot } from '../../components/ui/dialog'
import { Field, FormError } from '../../components/ui/field'
import { labelColors } from '../../components/ui/label-tag'
import { useSubmit } from '../../components/ui/use-submit'
import { useErrorSentence } from '../words/use-error-sentence'

interface Props {
  /** Null: a new one. */
  label: Label | null
  labels: readonly Label[]
  onClose: () => void
}

/** A label's name and colour. */
export function LabelDialog({ label, labels, onClose }: Props) {
  const t = useTranslations('settings')
  const common = useTranslations('common')
  const sentenceOf = useErrorSentence()
  const client = useQueryClient()
  const uses = (color: LabelColor) => labels.filter((one) => one.color === color).length
  const fewest = labelColors.toSorted((one, other) => uses(one) - uses(other))[0]
  const form = useSubmit({
    names: ['name', 'color'],
    check: ({ name }) => ({ name: name.trim() ? undefined : t('nameMissing') }),
    submit: async ({ name, color }) => {
      const as = { name: name.trim(), color }
      if (label) await request('PATCH', `/api/v1/labels/${encodeURIComponent(label.id)}`, as)
      else await request('POST', '/api/v1/labels', as)
      await client.invalidateQueries({ queryKey: labelsKey, exact: true })
      onClose()
    },
    explain: (error) => ({ name: sentenceOf(error) }),
  })
  return (
    <Dialog open onOpenChange={onClose} title={label ? t('editLabel', { name: label.name }) : t('newLabel')}>
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        <FormError>{form.faults.form}</FormError>
        <Field
          label={t('name')}
          name="name"
          defaultValue={label?.name}
          maxLength={80}
          dir="auto"
          autoComplete="off"
          error={form.faults.name}
        />
        <Colors chosen={label?.color ?? fewest} />
        <DialogFoot>
          <Button look="outline" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" look="primary" busy={form.busy} data-testid="save-label">
            {form.busy ? t('saving') : common('save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  )
}

/** The colours, each by its name for who doesn’t see it. */
function Colors({ chosen }: { chosen: LabelColor | undefined }) {
  const t = useTranslations('settings')
  const id = useId()
  return (
    <div role="radiogroup" aria-labelledby={id} className="grid gap-1">
      <span id={id} className="font-medium">
        {t('color')}
      </span>
      <div className="-mx-2 grid grid-cols-6 justify-items-center md:grid-cols-12">
        {labelColors.map((color, index) => (
          <label
            key={color}
            title={t(`colors.${color}`)}
            className="relative grid size-11 place-items-center md:size-9"
          >
            <input
              type="radio"
              name="color"
              value={color}
              defaultChecked={color === chosen}
              aria-label={t(`colors.${color}`)}
              className="peer absolute inset-0 cursor-pointer appearance-none rounded-ctl"
            />
            <span
              aria-hidden
              className="pointer-events-none size-6 rounded-[6px] peer-checked:ring-2 peer-checked:ring-ink peer-checked:ring-offset-2 peer-checked:ring-offset-pop"
              style={{ backgroundColor: `var(--l${index + 1})` }}
            />
            <Check
              size={16}
              strokeWidth={2.5}
              aria-hidden
              className="pointer-events-none absolute hidden text-pop peer-checked:block"
            />
          </label>
        ))}
      </div>
    </div>
  )
}
