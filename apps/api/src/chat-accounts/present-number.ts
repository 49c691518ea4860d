import type { ConversationFacts } from '@cloudpa/contracts/conversations'
import type { ChatAccount } from '@cloudpa/db'
import { formatPhone } from '../platform/format-phone.js'

/** What of a chatAccount's row it takes to show it as the number of a conversation. */
export const shownOfNumber = { id: true, name: true, address: true, active: true, removedAt: true } as const

type ShownNumber = Pick<ChatAccount, keyof typeof shownOfNumber>

/** A number of the org's as a conversation over it shows it. */
export function presentNumber({
  id,
  name,
  address,
  active,
  removedAt,
}: ShownNumber): ConversationFacts['number'] {
  const state = removedAt ? 'removed' : active ? 'active' : 'paused'
  return { chatAccountId: id, name, formatted: formatPhone(address), state }
}
