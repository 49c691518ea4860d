import { dismissToast } from '../../client/toast'
import { latestChange } from '../actions/way-back'

/** How the latest change of the views is taken back. */
export const viewChanges = latestChange()

let shown: string | null = null

/**
 * Puts away what was said of the change before, which is not the latest any more.
 * @param id the toast of this one; null where it has none
 */
export function onlyShow(id: string | null): void {
  if (shown) void dismissToast(shown)
  shown = id
}
