import type { Message } from '@cloudpa/contracts/messages'
import type { QueryClient } from '@tanstack/react-query'
import { chatAccountsKey } from '../../client/use-chat-accounts'
import { wasStopped } from './ask'
import { conversationPages } from './conversation-pages'
import { conversations } from './conversation-store'
import type { InboxEvent } from './live-connection'
import { reloadThread, retryThread } from './load-thread'
import { threads } from './thread-store'

/** Writes a batch of events into the stores: each row that changed is drawn again once, and no other. */
export function applyLiveEvents(client: QueryClient, events: InboxEvent[]) {
  const isBehind = events.some(({ type }) => type === 'resync')
  // What comes in one batch with it may lie behind the gap.
  if (isBehind) threads.fallBehind()
  conversations.apply(events.flatMap((event) => ('conversation' in event ? [event.conversation] : [])))
  const told = events.flatMap((event) => (event.type === 'message' ? [event.message] : []))
  applyMessages(told, false)
  if (events.some(({ type }) => type === 'chat-accounts')) {
    void client.invalidateQueries({ queryKey: chatAccountsKey })
  }
  if (isBehind) void resync(client)
}

/** A message as the server knows it; its optimistic twin on this screen gives way. */
export const applyMessage = (message: Message) => applyMessages([message], true)

function applyMessages(messages: Message[], isOwn: boolean) {
  conversations.applyMessages(messages)
  threads.apply(messages, isOwn)
  for (const { clientId } of messages) {
    if (clientId) for (const listener of listeners) listener(clientId)
  }
}

const listeners = new Set<(clientId: string) => void>()

/** Hears the clientId of each message that the server has; returns how to stop. */
export function onAnswered(listener: (clientId: string) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

let isBehind = false

/** Too much was missed to be told: what is on the screen is loaded again, and the rest when it is opened. */
async function resync(client: QueryClient): Promise<void> {
  isBehind = true
  void client.invalidateQueries()
  try {
    await Promise.all([
      ...Object.values(conversationPages).map((pages) => pages.reload(client)),
      ...threads.shownIds.map((id) => reloadThread(client, id)),
    ])
    isBehind = threads.shownIds.some((id) => threads.get(id).failed !== null)
  } catch (error) {
    if (!wasStopped(error)) console.warn('The inbox could not be loaded again.', error)
  }
}

/** The line is back: what could not be loaded without it is asked for again. */
export async function catchUp(client: QueryClient): Promise<void> {
  for (const pages of Object.values(conversationPages)) if (pages.read().error) pages.retry(client)
  for (const id of threads.shownIds) if (threads.get(id).failed) retryThread(client, id)
  if (isBehind) await resync(client)
}
