import { readOptOut, type OptOut } from '../contacts/read-opt-out.js'
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

/** What a contact says of themself in a batch, each with the position of the message that says it last. */
export interface Told {
  orgId: string
  contactId: string
  name: string | null
  namePosition: number
  /** Whether they want nothing automatic, or want it again; null where they don't say. */
  optOut: OptOut | null
  optPosition: number
}

/** By contact id; whoever says nothing of themself is not there. */
export type ToldContacts = Map<string, Told>

/** @param messages in the order in which they were received */
export function latestTold(messages: InboundMessage[]): ToldContacts {
  const all: ToldContacts = new Map()
  for (const { contactId, sender, profileName: name, body, position } of messages) {
    const optOut = readOptOut(body)
    if (name === undefined && optOut === null) continue
    const told = all.get(contactId) ?? toldNothing(sender.orgId, contactId)
    if (name !== undefined) Object.assign(told, { name, namePosition: position })
    if (optOut !== null) Object.assign(told, { optOut, optPosition: position })
    all.set(contactId, told)
  }
  return all
}

const toldNothing = (orgId: string, contactId: string): Told => ({
  orgId,
  contactId,
  name: null,
  namePosition: 0,
  optOut: null,
  optPosition: 0,
})
