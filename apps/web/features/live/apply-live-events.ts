import type { Message } from '@cloudpa/contracts/messages'
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import { chatAccountsKey } from '../../client/use-chat-accounts'
import { listKey, messagesKey, patchConversation } from './inbox-queries'
import type { InboxEvent } from './live-connection'
import { placeMessage, type MessageData } from './merge-message'

/** Writes events into what is shown. Only threads that were opened before are kept; others load when opened. */
export function applyLiveEvents(client: QueryClient, events: InboxEvent[]) {
  if (events.some((event) => event.type === 'resync')) resync(client)
  for (const event of events) {
    if (event.type === 'resync') continue
    if (event.type === 'chat-accounts') {
      void client.invalidateQueries({ queryKey: chatAccountsKey })
      continue
    }
    patchConversation(client, event.conversation)
    loadOnceMore(client, listKey)
    if (event.type !== 'message') continue
    applyMessage(client, event.message)
    loadOnceMore(client, messagesKey(event.message.conversationId))
  }
}

/** A message as the server knows it; its optimistic twin on this screen gives way. */
export function applyMessage(client: QueryClient, message: Message) {
  client.setQueryData<MessageData>(
    messagesKey(message.conversationId),
    (old) => old && placeMessage(old, message),
  )
  if (message.clientId) for (const listener of listeners) listener(message.clientId)
}

const listeners = new Set<(clientId: string) => void>()

/** Hears the clientId of each message that the server has; returns how to stop. */
export function onAnswered(listener: (clientId: string) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Something may have been missed: what is on the screen is loaded again, the rest when it is opened. */
export function resync(client: QueryClient) {
  for (const queryKey of [listKey, ['messages']]) {
    loadOnceMore(client, queryKey)
    void client.invalidateQueries({ queryKey, refetchType: 'active' })
  }
}

const asked = new WeakSet<Promise<unknown>>()

/**
 * A first answer that is still on its way may be older than the news, and has no place yet to write them into: what it
 * answers is asked once more when it is there. TanStack would let it stand for a question asked meanwhile.
 */
function loadOnceMore(client: QueryClient, queryKey: QueryKey) {
  const isFirst = (query: Query) => query.state.data === undefined
  for (const query of client
    .getQueryCache()
    .findAll({ queryKey, fetchStatus: 'fetching', predicate: isFirst })) {
    const { promise } = query
    if (!promise || asked.has(promise)) continue
    asked.add(promise)
    const again = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true })
    // A question that failed has no answer to be old; whoever shows it says so and offers to try again.
    promise.then(again, () => undefined)
  }
}
