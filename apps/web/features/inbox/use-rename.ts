'use client'
import type { ConversationFacts } from '@cloudpa/contracts/conversations'
import { useCallback } from 'react'
import { nameShown, useSaveContact } from '../contacts/use-contact'
import { conversations } from '../live/conversation-store'

/** Returns how to name the customer of a conversation: at once wherever this screen shows them. */
export function useRename(id: string, facts: ConversationFacts | null): (name: string) => void {
  const contact = conversations.get(id)?.contact
  const save = useSaveContact(contact?.id ?? '')
  return useCallback(
    async (name) => {
      const ids = [id, ...(facts?.otherConversations.map((one) => one.id) ?? [])]
      const letGo = ids.map((each) => holdName(each, name))
      if (!(await save({ name }))) for (const go of letGo) go()
    },
    [id, facts, save],
  )
}

/** Shows another name until the server's own account is newer. */
function holdName(id: string, name: string): () => void {
  const revision = conversations.get(id)?.revision ?? 0
  const letGo = conversations.hold([id], (one) =>
    one.revision > revision ? one : { ...one, contact: { ...one.contact, ...nameShown(one.contact, name) } },
  )
  const stop = conversations.subscribe(id, () => {
    if ((conversations.get(id)?.revision ?? 0) <= revision) return
    stop()
    letGo()
  })
  return () => {
    stop()
    letGo()
  }
}
