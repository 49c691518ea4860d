import { windowAt } from '../window/window-time'
import type { ConversationPages } from './conversation-pages'
import type { ConversationStore } from './conversation-store'

/** How many conversations may be known that no list shows. */
const maxUnlisted = 500

/**
 * A tab that stays open hears of ever more conversations. Once there are many that no list shows, they are forgotten, but
 * for those whose threads are held, and those who are answered first. Not while a list loads: what
 * was told meanwhile may be newer than its answer.
 */
export function forgetUnlisted(
  store: ConversationStore,
  lists: ConversationPages[],
  threads: { readonly ids: Iterable<string> },
): void {
  const listed = new Set(lists.flatMap((pages) => pages.read().ids))
  if (store.size <= listed.size + maxUnlisted || lists.some((pages) => pages.isWaiting)) return
  const first = lists.flatMap((pages) => pages.read().further).filter((id) => isFirst(store, id))
  store.keepOnly(new Set([...listed, ...first, ...threads.ids]))
}

function isFirst(store: ConversationStore, id: string): boolean {
  const conversation = store.get(id)
  const window = windowAt(conversation?.windowExpiresAt ?? null, Date.now())
  return conversation?.returned === 'snooze_over' || (window.open && window.soon)
}
