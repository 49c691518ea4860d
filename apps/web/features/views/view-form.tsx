'use client'
import type { ConversationFilter } from '@cloudpa/contracts/conversations'
import type { View } from '@cloudpa/contracts/views'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useLabels } from '../../client/use-labels'
import { Button } from '../../components/ui/button'
import { Field, FormError, SelectField } from '../../components/ui/field'
import { Switch } from '../../components/ui/switch'
import { useSubmit } from '../../components/ui/use-submit'
import { shownFilters } from '../conversations/filter-chips'
import { filterNow } from '../conversations/open-conversation'
import { filterOf, isFilter, labelOf, listOf, type ListName } from '../live/conversation-filters'
import { useErrorSentence } from '../words/use-error-sentence'
import { useViewsDialog } from './asking'
import { useChangeViews } from './use-change-views'

/** As the contract has it; the schema itself would bring zod along. */
const longestName = 80

interface Props {
  /** Null for a new one, of the list that is shown. */
  view: View | null
  /** Whether it can be everybody's. */
  mayShare: boolean
  onCancel: () => void
  onSaved: (list: ListName) => void
}

/** What a view is called, what it is of, and whose. */
export function ViewForm({ view, mayShare, onCancel, onSaved }: Props) {
  const t = useTranslations('views')
  const filters = useTranslations('conversations.filter')
  const common = useTranslations('common')
  const sentenceOf = useErrorSentence()
  const { data } = useLabels()
  const { save } = useChangeViews()
  const [shared, setShared] = useState(view?.shared ?? false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!field.current) return
    // The button that was pressed is gone with the rows; a new form has the keyboard by its dialog.
    if (view) field.current.focus()
    else field.current.value += useViewsDialog.getState().arrive()
  }, [view])
  const now = filterNow()
  const filter: ConversationFilter = view && isFilter(view.filter) ? view.filter : filterOf(now)
  const label = view ? view.label : labelOf(now)
  const form = useSubmit({
    names: ['name', 'filter', 'label'],
    check: ({ name }) => ({
      name: name.trim() ? (name.trim().length > longestName ? t('tooLong') : undefined) : t('nameMissing'),
    }),
    submit: async (given) => {
      const of = { filter: isFilter(given.filter) ? given.filter : 'all', label: given.label || null }
      await save(view, { name: given.name.trim(), ...of, shared })
      onSaved(listOf(of.filter, of.label))
    },
    explain: (error) => ({ form: sentenceOf(error) }),
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid gap-4" data-testid="view-form">
      <FormError>{form.faults.form}</FormError>
      <Field
        label={t('name')}
        name="name"
        dir="auto"
        defaultValue={view?.name}
        ref={field}
        maxLength={longestName}
        autoComplete="off"
        error={form.faults.name}
      />
      <div className="grid gap-4 min-[26rem]:grid-cols-2">
        <SelectField label={t('show')} name="filter" defaultValue={filter}>
          {shownFilters.map((one) => (
            <option key={one} value={one}>
              {filters(one)}
            </option>
          ))}
        </SelectField>
        {/* Drawn anew when the labels are there, since the one that is chosen is among them. */}
        <SelectField key={data ? 'labels' : ''} label={t('label')} name="label" defaultValue={label ?? ''}>
          <option value="">{t('anyLabel')}</option>
          {data?.items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      {mayShare ? (
        <Switch label={t('shared')} hint={t('sharedHint')} checked={shared} onCheckedChange={setShared} />
      ) : null}
      <footer className="flex justify-end gap-2 max-md:*:flex-1">
        <Button look="outline" onClick={onCancel}>
          {common('cancel')}
        </Button>
        <Button type="submit" look="primary" busy={form.busy} data-testid="save-view">
          {view ? common('save') : t('save')}
        </Button>
      </footer>
    </form>
  )
}
