import type { Message } from '@cloudpa/contracts/messages'
import type { Note } from '@cloudpa/contracts/notes'
import type { QueryClient } from '@tanstack/react-query'
import { chatAccountsKey } from '../../client/use-chat-accounts'
import { labelsKey } from '../../client/use-labels'
import { scheduledKey } from '../../client/scheduled-key'
import { templatesKey } from '../../client/templates-key'
import { viewsKey } from '../../client/use-views'
import { hearOfContacts, nameInLists } from '../contacts/contact-news'
import { resync } from './catch-up'
import { allPages, conversationOverview } from './conversation-pages'
import { conversations } from './conversation-store'
import { forgetUnlisted } from './forget-unlisted'
import type { InboxEvent } from './live-connection'
import { threads } from './thread-store'

/** Writes a batch of events into the stores: each row that changed is drawn again once, and no other. */
export function applyLiveEvents(client: QueryClient, events: InboxEvent[]) {
  // Begun first: what comes in one batch with it may lie behind the gap.
  if (events.some(({ type }) => type === 'resync')) void resync(client)
  const changed = events.flatMap((event) => ('conversation' in event ? [event.conversation] : []))
  const isOfNew = events.some(isFromSomebodyNew)
  conversations.apply(changed)
  const told = events.flatMap((event) => (event.type === 'message' ? [event.message] : []))
  applyMessages(told, false)
  const notes = events.flatMap((event) => (event.type === 'note' ? [event.note] : []))
  if (notes.length > 0) threads.apply(notes)
  for (const note of notes) for (const listener of noteListeners) listener(note)
  // Thousands may leave in a minute: only the screens that show one of their conversations ask anew.
  const scheduledIn = events.flatMap((event) => (event.type === 'scheduled' ? [event.conversationId] : []))
  for (const id of new Set(scheduledIn)) void client.invalidateQueries({ queryKey: [...scheduledKey, id] })
  if (events.some(({ type }) => type === 'chat-accounts')) {
    void client.invalidateQueries({ queryKey: chatAccountsKey })
  }
  if (events.some(({ type }) => type === 'templates')) {
    void client.invalidateQueries({ queryKey: templatesKey })
  }
  const isOfLabels = events.some(({ type }) => type === 'labels')
  if (isOfLabels) void client.invalidateQueries({ queryKey: labelsKey })
  // A view goes with its label.
  if (isOfLabels || events.some(({ type }) => type === 'views')) {
    void client.invalidateQueries({ queryKey: viewsKey })
    conversationOverview.renewSoon()
  }
  const people = events.flatMap((event) => (event.type === 'contacts' ? [event.id] : []))
  if (people.length > 0) {
    nameInLists(
      client,
      changed.map(({ contact }) => contact),
    )
    hearOfContacts(client, people)
  }
  // Whoever writes for the first time is told of by that alone.
  else if (isOfNew) hearOfContacts(client, [])
  forgetUnlisted(conversations, allPages(), threads)
}

/** Nobody has read it yet, and this screen has not heard of it: of what it has, the first message was told before. */
const isFromSomebodyNew = (event: InboxEvent) =>
  event.type === 'message' &&
  event.message.direction === 'inbound' &&
  event.conversation.readPosition === 0 &&
  !conversations.get(event.conversation.id)

/** A message as the server knows it; its optimistic twin on this screen gives way. */
export const applyMessage = (message: Message) => applyMessages([message], true)

/** A note as the server answers with it. */
export function applyNote(note: Note): void {
  threads.apply([note], true)
}

const noteListeners = new Set<(note: Note) => void>()

/** Hears each note that the line tells of; returns how to stop. */
export function onNote(listener: (note: Note) => void): () => void {
  noteListeners.add(listener)
  return () => noteListeners.delete(listener)
}

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
