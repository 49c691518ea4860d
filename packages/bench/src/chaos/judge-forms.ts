import { findInversions } from './inversions.js'
import type { FormEntry } from './journal.js'

/** A conversation as an org's API shows it, its messages in reading order. */
export interface ShownConversation {
  org: number
  phone: string | null
  unreadCount: number
  readPosition: number
  messages: ShownMessage[]
}

export interface ShownMessage {
  direction: 'inbound' | 'outbound'
  sid: string | null
  clientId: string | null
  kind: string
  body: string
  status: string
  position: number
  media: ShownMedium[]
}

/** A file of a message, see the contract's Medium. */
export interface ShownMedium {
  id: string
  state: string
  reason: string | null
}

/** The promises broken to customers; each holds one line for each case, for whoever has to find out. */
export interface FormsVerdict {
  /** Acknowledged, and nowhere. */
  lost: string[]
  /** Copies beyond the first. */
  doubled: string[]
  /** In another org or conversation, of another kind, with another text, or written by nobody; and conversations that are two. */
  misplaced: string[]
  inversions: string[]
  /** Conversations whose badge is not the number of messages after what was read. */
  miscounted: string[]
}

const keyOf = (org: number, sid: string | null) => `${org} ${sid}`

/** Holds what the product shows against what was posted and acknowledged. */
export function judgeForms(posted: FormEntry[], shown: ShownConversation[]): FormsVerdict {
  const verdict: FormsVerdict = { lost: [], doubled: [], misplaced: [], inversions: [], miscounted: [] }
  const byKey = new Map(posted.map((form) => [keyOf(form.org, form.sid), form]))
  const found = new Set<FormEntry>()
  const conversations = new Set<string>()
  for (const { org, phone, unreadCount, readPosition, messages } of shown) {
    const name = `conversation of org ${org} with ${phone}`
    if (conversations.has(name)) verdict.misplaced.push(`a second ${name}`)
    conversations.add(name)
    const inbound = messages.filter(({ direction }) => direction === 'inbound')
    const inOrder: FormEntry[] = []
    for (const { sid, kind, body } of inbound) {
      const form = byKey.get(keyOf(org, sid))
      if (!form || form.phone !== phone || form.kind !== kind || form.body !== body)
        verdict.misplaced.push(`${sid} ${kind} ${JSON.stringify(body)} in the ${name}`)
      if (!form) continue
      if (found.has(form)) verdict.doubled.push(`${sid} in the ${name}`)
      found.add(form)
      inOrder.push(form)
    }
    verdict.inversions.push(...findInversions(inOrder).map(({ sid }) => `${sid} in the ${name}`))
    const unread = inbound.filter(({ position }) => position > readPosition).length
    if (unreadCount !== unread)
      verdict.miscounted.push(`the ${name} shows ${unreadCount} unread, and ${unread} are`)
  }
  const lost = posted.filter((form) => form.answeredAtMs !== undefined && !found.has(form))
  verdict.lost = lost.map(({ org, phone, sid }) => `${sid} of ${phone} to org ${org}`)
  return verdict
}
