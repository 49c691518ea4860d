'use client'
import type { View } from '@cloudpa/contracts/views'
import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Fragment, useState, type ReactNode } from 'react'
import { useLabels } from '../../client/use-labels'
import { Button, IconButton } from '../../components/ui/button'
import type { ListedView } from '../conversations/list-of-view'
import { filterOf, type ListName } from '../live/conversation-filters'
import { useChangeViews } from './use-change-views'

interface Props {
  views: ListedView[]
  mayShare: boolean
  onEdit: (view: View) => void
  onOpen: (list: ListName) => void
}

/** The saved views in their order, the org's first. */
export function ViewRows({ views, mayShare, onEdit, onOpen }: Props) {
  const t = useTranslations('views')
  const triage = useTranslations('triage')
  const { remove } = useChangeViews()
  const [gone, setGone] = useState<{ name: string; takeBack: () => void } | null>(null)
  async function take(view: View, place: number) {
    const takeBack = await remove(view, place)
    setGone(takeBack && { name: view.name, takeBack })
  }
  if (views.length === 0 && !gone) return null
  return (
    <section
      aria-labelledby="saved-views"
      className="my-5 border-y border-line py-4 pointer-fine:mb-0 pointer-fine:border-b-0 pointer-fine:pb-0 pointer-coarse:mt-0 pointer-coarse:border-t-0 pointer-coarse:pt-0"
    >
      <h3 id="saved-views" className="mb-1 text-meta font-medium text-ink-3">
        {t('yours')}
      </h3>
      {/* What is said in passing stands behind the dialog. */}
      <div role="status">
        {gone ? (
          <p className="flex items-center gap-3 rounded-ctl bg-inset ps-3 pe-1 text-ui">
            <span className="min-w-0 flex-1 py-1 break-words">{t('deleted', { name: gone.name })}</span>
            <Button
              look="ghost"
              onClick={() => {
                setGone(null)
                gone.takeBack()
              }}
            >
              {triage('undo')}
            </Button>
          </p>
        ) : null}
      </div>
      <ul className="-mx-2">
        {views.map((one) => {
          const ofOwner = views.filter(({ view }) => view.shared === one.view.shared)
          return (
            <Row
              key={one.view.id}
              {...one}
              place={ofOwner.indexOf(one)}
              count={ofOwner.length}
              mayChange={!one.view.shared || mayShare}
              onEdit={() => onEdit(one.view)}
              onOpen={() => onOpen(one.list)}
              onRemove={(place) => void take(one.view, place)}
            />
          )
        })}
      </ul>
    </section>
  )
}

interface RowProps extends ListedView {
  /** Which one it is of as many that are shared, or one's own. */
  place: number
  count: number
  mayChange: boolean
  onEdit: () => void
  onOpen: () => void
  onRemove: (place: number) => void
}

function Row({ view, list, place, count, mayChange, onEdit, onOpen, onRemove }: RowProps) {
  const t = useTranslations('views')
  const { move } = useChangeViews()
  const { name } = view
  return (
    <li data-testid="view-row" className="flex items-center">
      <button
        type="button"
        onClick={onOpen}
        className="grid min-h-[max(3rem,var(--tap))] min-w-0 flex-1 content-center rounded-ctl px-2 text-start hover:bg-hover"
      >
        {/* Whichever way it reads, it stands at the start of its row. */}
        <span title={name} className="flex min-w-0">
          <span dir="auto" className="truncate font-medium">
            {name}
          </span>
        </span>
        <span className="truncate text-meta text-ink-2">
          <Of view={view} list={list} />
        </span>
      </button>
      {mayChange ? (
        <span className="flex">
          <Tool label={t('up', { name })} off={place === 0} onClick={() => void move(view, place - 1)}>
            <ArrowUp size={16} strokeWidth={1.75} aria-hidden />
          </Tool>
          <Tool
            label={t('down', { name })}
            off={place === count - 1}
            onClick={() => void move(view, place + 1)}
          >
            <ArrowDown size={16} strokeWidth={1.75} aria-hidden />
          </Tool>
          <Tool label={t('edit', { name })} onClick={onEdit}>
            <Pencil size={16} strokeWidth={1.75} aria-hidden />
          </Tool>
          <Tool label={t('delete', { name })} onClick={() => onRemove(place)}>
            <Trash2 size={16} strokeWidth={1.75} aria-hidden />
          </Tool>
        </span>
      ) : null}
    </li>
  )
}

/** What it is of, and whose, where it is everybody's. */
function Of({ view, list }: ListedView) {
  const t = useTranslations('views')
  const filters = useTranslations('conversations.filter')
  const { data } = useLabels()
  const label = data?.items.find(({ id }) => id === view.label)?.name
  const parts = [filters(filterOf(list)), label, view.shared ? t('everyone') : undefined].filter(Boolean)
  return parts.map((part, at) => (
    <Fragment key={at}>
      {at > 0 ? ' · ' : ''}
      <bdi>{part}</bdi>
    </Fragment>
  ))
}

interface ToolProps {
  label: string
  off?: boolean
  onClick: () => void
  children: ReactNode
}

/** One that would do nothing keeps the keyboard, which would be nowhere else. */
function Tool({ label, off = false, onClick, children }: ToolProps) {
  return (
    <IconButton
      label={label}
      aria-disabled={off}
      className={off ? 'opacity-40' : ''}
      onClick={() => (off ? undefined : onClick())}
    >
      {children}
    </IconButton>
  )
}
