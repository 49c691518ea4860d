'use client'
import type { Label, LabelDetail } from '@cloudpa/contracts/labels'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, Tag } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { request } from '../../client/request'
import { toast } from '../../client/toast'
import { labelsKey, useLabels } from '../../client/use-labels'
import { canManage, useMe } from '../../client/use-me'
import { Button } from '../../components/ui/button'
import { Confirm } from '../../components/ui/confirm'
import { Empty } from '../../components/ui/empty'
import { LabelSquare } from '../../components/ui/label-tag'
import { useErrorSentence } from '../words/use-error-sentence'
import { Card, RowCard } from './card'
import { Answered, Section } from './section'

const LabelDialog = dynamic(() => import('./label-dialog').then((module) => module.LabelDialog), {
  ssr: false,
})

/** What conversations are sorted by: made, named, coloured and deleted by admins. */
export function LabelsSection() {
  const t = useTranslations('settings')
  const me = useMe()
  const labels = useLabels()
  const [edited, setEdited] = useState<Label | 'new' | null>(null)
  const manage = canManage(me.data)
  return (
    <Section
      title={t('labels')}
      lead={me.data && (manage ? t('labelsLead') : t('labelsLeadMember'))}
      action={
        manage ? (
          <Button look="primary" data-testid="new-label" onClick={() => setEdited('new')}>
            <Plus size={18} strokeWidth={1.75} aria-hidden />
            {t('newLabel')}
          </Button>
        ) : null
      }
    >
      <Answered query={labels} shape="rows">
        {({ items }) =>
          items.length > 0 ? (
            <RowCard label={t('labels')}>
              {items.map((label) => (
                <LabelRow key={label.id} label={label} manage={manage} onEdit={() => setEdited(label)} />
              ))}
            </RowCard>
          ) : (
            <Card>
              <Empty icon={Tag} title={t('noLabels')} level="h3">
                <p>{manage ? t('noLabelsHint') : t('noLabelsHintMember')}</p>
              </Empty>
            </Card>
          )
        }
      </Answered>
      {edited ? (
        <LabelDialog
          label={edited === 'new' ? null : edited}
          labels={labels.data?.items ?? []}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </Section>
  )
}

interface RowProps {
  label: Label
  manage: boolean
  onEdit: () => void
}

function LabelRow({ label, manage, onEdit }: RowProps) {
  const t = useTranslations('settings')
  return (
    <li>
      <LabelSquare color={label.color} className="size-3 rounded-[3px]" />
      <span className="flex min-w-0 flex-1 font-medium">
        <span dir="auto" className="truncate">
          {label.name}
        </span>
      </span>
      {manage ? (
        <span className="-me-3 flex">
          <Button look="ghost" aria-label={t('editLabel', { name: label.name })} onClick={onEdit}>
            {t('edit')}
          </Button>
          <DeleteLabel label={label} />
        </span>
      ) : null}
    </li>
  )
}

/** Asks with what it costs, which is counted when it is asked. */
function DeleteLabel({ label: { id, name } }: { label: Label }) {
  const t = useTranslations('settings')
  const sentenceOf = useErrorSentence()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const path = `/api/v1/labels/${encodeURIComponent(id)}`
  const { data } = useQuery({
    queryKey: [...labelsKey, id],
    queryFn: () => request<LabelDetail>('GET', path),
    enabled: open,
  })
  async function remove() {
    try {
      await request('DELETE', path)
    } catch (error) {
      await toast('error', sentenceOf(error))
    }
    await client.invalidateQueries({ queryKey: labelsKey, exact: true })
  }
  return (
    <Confirm
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="ghost" aria-label={t('deleteLabelName', { name })}>
          {t('delete')}
        </Button>
      }
      title={t('deleteLabelTitle', { name })}
      description={data ? t('deleteLabelCost', { count: data.conversations }) : t('deleteLabelHint')}
      action={t('deleteLabel')}
      onConfirm={() => void remove()}
    />
  )
}
