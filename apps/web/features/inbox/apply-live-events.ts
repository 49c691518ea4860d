import type { Message } from '@cloudpa/contracts/messages'
import type { QueryClient } from '@tanstack/react-query'
import { listKey, messagesKey, patchConversation } from './inbox-queries'
import type { InboxEvent } from './live-connection'
import { placeMessage, type MessageData } from './merge-message'
import { useUnsent } from './unsent'

/** Writes events into what is shown. Only threads that were opened before are kept; others load when opened. */
export function applyLiveEvents(client: QueryClient, events: InboxEvent[]) {
  if (events.some((event) => event.type === 'resync')) resync(client)
  for (const event of events) {
    if (event.type === 'resync') continue
    patchConversation(client, event.conversation)
    if (event.type === 'message') applyMessage(client, event.message)
  }
}

/** A message as the server knows it; its optimistic twin on this screen gives way. */
export function applyMessage(client: QueryClient, message: Message) {
  client.setQueryData<MessageData>(
    messagesKey(message.conversationId),
    (old) => old && placeMessage(old, message),
  )
  if (message.clientId) forgetUnsent(message.clientId)
}

function forgetUnsent(clientId: string) {
  const { items, remove } = useUnsent.getState()
  if (items.some((item) => item.clientId === clientId)) remove(clientId)
}

/** Something may have been missed: what is on the screen is loaded again, the rest when it is opened. */
export function resync(client: QueryClient) {
  void client.invalidateQueries({ queryKey: listKey })
  void client.invalidateQueries({ queryKey: ['messages'], refetchType: 'active' })
}
