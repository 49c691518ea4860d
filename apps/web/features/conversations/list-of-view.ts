import type { View } from '@cloudpa/contracts/views'
import { isFilter, listOf, type ListName } from '../live/conversation-filters'

export interface ListedView {
  view: View
  list: ListName
}

/** Views with the lists that they are of; one of a filter that only a newer version knows is left out. */
export const listedViews = (views: readonly View[]): ListedView[] =>
  views.flatMap((view) => (isFilter(view.filter) ? [{ view, list: listOf(view.filter, view.label) }] : []))
