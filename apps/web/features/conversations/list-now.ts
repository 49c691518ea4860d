import { conversationsOf, listedNow } from '../live/use-conversations'
import { listOrder } from './list-entries'
import { filterNow } from './open-conversation'

/** The ids of the list as it is shown now, in its order. */
export function listNow(): string[] {
  const filter = filterNow()
  const { ids, further } = listedNow(filter)
  return listOrder(conversationsOf(ids), Date.now(), conversationsOf(further), filter).map(({ id }) => id)
}
