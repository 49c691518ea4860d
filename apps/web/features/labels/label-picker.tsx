'use client'
import type { Label, LabelList } from '@cloudpa/contracts/labels'
import { useQueryClient } from '@tanstack/react-query'
import { Check, Minus, Plus, Tag } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
import { request } from '../../client/request'
import { toast } from '../../client/toast'
import { labelsKey, useLabels } from '../../client/use-labels'
import { canManage, useMe } from '../../client/use-me'
import { cx } from '../../components/ui/cx'
import { labelColors, LabelSquare } from '../../components/ui/label-tag'
import { listOfLabel } from '../live/conversation-filters'
import { useConversationCounts } from '../live/use-conversations'
import { useErrorSentence } from '../words/use-error-sentence'
import { findIn, isSameName } from './find-name'
import { FoundName } from './found-name'
import { PickList, type Option } from './pick-list'
import type { Ticks } from './ticks'

interface Props {
  typed: string
  /** What is ticked so far. */
  ticks: Ticks
  onTick: (id: string) => void
  /** A label is being made, which is ticked once it is there; null when it could not be. */
  onMaking: (made: Promise<string | null>) => void
}

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Which labels some conversations have: Enter ticks one, and a new word becomes a label. */
export function LabelPicker({ typed, ticks, onTick, onMaking }: Props) {
  const t = useTranslations('labels')
  const known = useLabels()
  const { data: me } = useMe()
  const counts = useConversationCounts()
  const [text, setText] = useState(typed)
  const create = useCreate()
  const labels = known.data?.items ?? []
  function make(name: string) {
    onMaking(create(name, labels))
    setText('')
  }
  const options = labels.flatMap(({ id, name, color }): Option[] => {
    const parts = findIn(name, text)
    if (!parts) return []
    const tick = ticks.of(id)
    const says = (
      <>
        <Box isOn={tick !== 'off'}>{tick === 'some' ? <Minus size={14} /> : <Check size={14} />}</Box>
        <LabelSquare color={color} className="mx-0.75 size-3 rounded-[3px]" />
        <FoundName parts={parts} />
        <span className="ms-auto text-small text-ink-2 tabular-nums">{counts[listOfLabel(id)] || ''}</span>
      </>
    )
    return [{ key: id, says, isOn: tick === 'on', choose: () => onTick(id) }]
  })
  const name = text.trim()
  if (known.data && name && canManage(me) && !labels.some((label) => isSameName(label.name, name))) {
    const says = (
      <>
        <Plus {...icon} className="shrink-0" />
        <span className="min-w-0 truncate">{t('new', { name })}</span>
      </>
    )
    options.push({ key: 'new', says, choose: () => make(name) })
  }
  const nothing = labels.length > 0 ? t('noneFound') : canManage(me) ? t('noneYet') : t('onlyAdmins')
  return (
    <PickList
      several
      asks={t('pick')}
      icon={<Tag {...icon} />}
      text={text}
      onText={setText}
      options={options}
      asked={known}
      nothing={nothing}
    />
  )
}

function Box({ isOn, children }: { isOn: boolean; children: ReactNode }) {
  return (
    <span
      aria-hidden
      className={cx(
        'grid size-4.5 shrink-0 place-items-center rounded-[4px]',
        isOn ? 'bg-brand text-brand-ink' : 'inset-ring inset-ring-control',
      )}
    >
      {isOn ? children : null}
    </span>
  )
}

/** Makes a label in the colour that the fewest have; what is made is there at once. */
function useCreate() {
  const client = useQueryClient()
  const sentenceOf = useErrorSentence()
  return async (name: string, labels: Label[]): Promise<string | null> => {
    const uses = (color: string) => labels.filter((label) => label.color === color).length
    const [color] = labelColors.toSorted((one, other) => uses(one) - uses(other))
    try {
      const made = await request<Label>('POST', '/api/v1/labels', { name, color })
      client.setQueryData<LabelList>(labelsKey, (known) => ({
        items: [...(known?.items ?? []).filter(({ id }) => id !== made.id), made],
      }))
      return made.id
    } catch (error) {
      void toast('error', sentenceOf(error))
      return null
    }
  }
}
