'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useLabels } from '../../client/use-labels'
import { IconButton } from '../../components/ui/button'
import { LabelTag } from '../../components/ui/label-tag'
import { Tooltip } from '../../components/ui/tooltip'
import { useKeysOf } from '../actions/use-actions'
import { FilterLink } from '../conversations/filter-link'
import { listOfLabel } from '../live/conversation-filters'
import { usePicking } from '../triage/picking'

/** The labels of a conversation, each the way to all that have it, and how to change them. */
export function LabelSet({ conversation: { id, labels } }: { conversation: Conversation }) {
  const t = useTranslations('labels')
  const { data } = useLabels()
  const keys = useKeysOf('label')
  const pick = usePicking((picking) => picking.ask)
  const shown = labels.flatMap((one) => data?.items.find((label) => label.id === one) ?? [])
  return (
    <section data-testid="label-set" className="mt-6">
      <h3 className="mb-1 flex items-center justify-between text-small font-semibold">
        {t('title')}
        <Tooltip text={t('pick')} keys={keys?.shown}>
          <IconButton
            label={t('pick')}
            aria-haspopup="dialog"
            aria-keyshortcuts={keys?.aria}
            className="-me-2"
            onClick={(event) => pick('labels', [id], event.currentTarget)}
          >
            <Plus size={18} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </Tooltip>
      </h3>
      {shown.length > 0 ? (
        <ul role="list" className="flex flex-wrap gap-1.5">
          {shown.map((label) => (
            <li key={label.id} className="flex max-w-full">
              <FilterLink
                filter={listOfLabel(label.id)}
                className="inline-flex min-h-6.5 max-w-full items-center rounded-ctl bg-inset px-2 text-small pointer-coarse:min-h-11"
              >
                <LabelTag label={label} />
              </FilterLink>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
