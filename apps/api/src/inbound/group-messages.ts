import type { ReceivedMessage } from './read-webhook-event.js'

/** One that is to be stored under this id, of this contact. */
export type InboundMessage = ReceivedMessage & { id: string; contactId: string }

/** What a batch says of a conversation it touches: how many messages, the first, and the latest. */
interface TouchedConversation {
  orgId: string
  chatAccountId: string
  contactId: string
  /** The number among those touched, from 1 on. */
  number: number
  firstPosition: number
  lastPosition: number
  /** Where the latest came from. */
  address: string
  unread: number
}

/**
 * Finds the conversations that messages belong to.
 * @param messages in the order in which they were received
 * @returns the conversations, and the number of the one of each message
 */
export function groupByConversation(messages: InboundMessage[]): {
  conversations: TouchedConversation[]
  numbers: number[]
} {
  const byKey = new Map<string, TouchedConversation>()
  const numbers = messages.map(({ sender: { orgId, chatAccountId }, contactId, position, address }) => {
    const key = `${chatAccountId} ${contactId}`
    let touched = byKey.get(key)
    if (!touched) {
      const [number, firstPosition, lastPosition] = [byKey.size + 1, position, position]
      touched = { orgId, chatAccountId, contactId, number, firstPosition, lastPosition, address, unread: 0 }
      byKey.set(key, touched)
    }
    Object.assign(touched, { lastPosition: position, address, unread: touched.unread + 1 })
    return touched.number
  })
  return { conversations: [...byKey.values()], numbers }
}

/** The name that each contact gave last, by contact id. */
export type NamedContacts = Map<string, { orgId: string; contactId: string; name: string; position: number }>

/** @param messages in the order in which they were received */
export function latestNames(messages: InboundMessage[]): NamedContacts {
  const names: NamedContacts = new Map()
  for (const { contactId, sender, profileName: name, position } of messages) {
    if (name !== undefined) names.set(contactId, { orgId: sender.orgId, contactId, name, position })
  }
  return names
}
