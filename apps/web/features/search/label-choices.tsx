'use client'
import { useLabels } from '../../client/use-labels'
import type { Choice } from '../../components/ui/choice-list'
import { LabelTag } from '../../components/ui/label-tag'
import { useGoToList } from '../conversations/use-go'
import { findIn } from '../labels/find-name'
import { listOfLabel } from '../live/conversation-filters'

/** The labels that have a name with what is typed in it; each leads to the list of what has it. */
export function useLabelChoices(typed: string): Choice[] {
  const { data } = useLabels()
  const goToList = useGoToList()
  if (typed.trim() === '') return []
  return (data?.items ?? [])
    .filter(({ name }) => findIn(name, typed) !== null)
    .map((label) => ({
      key: `label ${label.id}`,
      shows: <LabelTag label={label} className="min-h-9" />,
      choose: () => goToList(listOfLabel(label.id)),
    }))
}
