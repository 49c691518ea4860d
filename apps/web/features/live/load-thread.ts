import type { ConversationDetail } from '@cloudpa/contracts/conversations'
import type { MessagePage } from '@cloudpa/contracts/messages'
import type { QueryClient } from '@tanstack/react-query'
import { ask, stopAsking, wasStopped } from './ask'
import { conversations } from './conversation-store'
import { noteAnswer } from './heard'
import { wishedIn } from './jump'
import { itemsOf, type Item } from './thread-item'
import { addNewer, addOlder, fillIn, openPages, pageSize, placesOf, type Link } from './thread-pages'
import { noFailures, partOf, type Load, type Part } from './thread-state'
import { answerOf, threads } from './thread-store'

const base = '/api/v1/messaging/conversations'
const pathOf = (id: string) => `${base}/${encodeURIComponent(id)}`
/** How many are asked for at once where only what they became is of interest. */
const refreshLimit = 200

function linkPath(id: string, link: Link | null, limit = pageSize) {
  return `${pathOf(id)}/messages?${new URLSearchParams({ limit: String(limit), ...link })}`
}

/** A page with its notes at their places. */
interface ItemPage {
  items: Item[]
  nextCursor: string | null
  newerCursor: string | null
}

async function askPage(client: QueryClient, path: string): Promise<ItemPage> {
  const { items, notes, ...cursors } = await ask<MessagePage>(client, path)
  return { ...cursors, items: itemsOf(items, notes) }
}

/** What each thread waits for; a thread asks one thing at a time. */
const waitingFor = new Map<string, { path: string }>()

/** Does one load of a thread: notes that it is on its way, what came of it, and that it is over. */
async function run(
  client: QueryClient,
  id: string,
  load: Load,
  path: string,
  done: (path: string) => Promise<void>,
) {
  stop(client, id)
  const mine = { path }
  waitingFor.set(id, mine)
  threads.begin(id, load)
  const isMine = () => waitingFor.get(id) === mine
  try {
    await done(path)
  } catch (error) {
    if (isMine() && !wasStopped(error)) {
      const { failed } = threads.get(id)
      threads.update(id, { failed: { ...failed, [partOf[load]]: { load, error: error as Error } } })
    }
  } finally {
    if (isMine()) {
      waitingFor.delete(id)
      threads.update(id, { loading: null })
    }
  }
}

function stop(client: QueryClient, id: string) {
  const waiting = waitingFor.get(id)
  if (!waiting) return
  waitingFor.delete(id)
  stopAsking(client, waiting.path)
}

/** A part of the page shows a thread: it is loaded if what is held is not the place to open at. */
export function enterThread(client: QueryClient, id: string): () => void {
  const thread = threads.get(id)
  thread.readers += 1
  if (!threads.isReady(id) && !thread.loading && !thread.failed.whole) void openThread(client, id)
  return () => {
    thread.readers -= 1
    if (thread.readers > 0) return
    stop(client, id)
    threads.rest(id)
  }
}

/**
 * Opens a thread in one request, with its conversation: at the message that was asked for, else at the first unread one,
 * or at its end.
 */
function openThread(client: QueryClient, id: string) {
  const around = wishedIn(id) ?? 'unread'
  return run(client, id, 'open', `${pathOf(id)}?${new URLSearchParams({ around })}`, async (path) => {
    const { messages, notes, messagesCursor, newerMessagesCursor, eventId, facts, ...conversation } =
      await ask<ConversationDetail>(client, path)
    noteAnswer(eventId)
    conversations.apply([conversation])
    threads.update(id, { facts })
    const items = itemsOf(messages, notes)
    threads.open(id, items, answerOf(items, { nextCursor: messagesCursor, newerCursor: newerMessagesCursor }))
  })
}

/** Holds the page around a message instead of what is held. */
export function toMessage(client: QueryClient, id: string, messageId: string): Promise<void> {
  return run(client, id, 'reload', linkPath(id, { around: messageId }), async (path) => {
    const page = await askPage(client, path)
    threads.put(id, page.items, () => startOf(page))
  })
}

/** Asks what a conversation is now, and leaves its messages as they are held. */
export async function reloadConversation(client: QueryClient, id: string): Promise<void> {
  const detail = await ask<ConversationDetail>(client, pathOf(id))
  conversations.apply([withoutMessages(detail)])
}

function withoutMessages({
  messages: _messages,
  notes: _notes,
  messagesCursor: _older,
  newerMessagesCursor: _newer,
  eventId: _event,
  facts: _facts,
  ...conversation
}: ConversationDetail) {
  return conversation
}

/** Loads what came before what is held; it may be called often and must bear that. */
export function loadOlder(client: QueryClient, id: string): void {
  const { pages, loading, failed } = threads.get(id)
  if (!pages?.older || loading || failed.older) return
  void run(client, id, 'older', linkPath(id, pages.older), async (path) => {
    const page = await askPage(client, path)
    threads.put(id, page.items, (now) => (now ? addOlder(now, answerOf(page.items, page)) : startOf(page)))
  })
}

/** Loads what came after what is held; it may be called often and must bear that. */
export function loadNewer(client: QueryClient, id: string): void {
  const { pages, loading, failed } = threads.get(id)
  if (!pages?.newer || loading || failed.newer) return
  void run(client, id, 'newer', linkPath(id, pages.newer), async (path) => {
    const page = await askPage(client, path)
    threads.put(id, page.items, (now) => (now ? addNewer(now, answerOf(page.items, page)) : startOf(page)))
  })
}

const startOf = (page: ItemPage) => openPages(answerOf(page.items, page))

/** Goes to the end, whatever lies between; resolves when the end is held, or could not be had. */
export async function toNewest(client: QueryClient, id: string): Promise<void> {
  if (threads.get(id).pages?.newer === null) return
  await run(client, id, 'newest', linkPath(id, null), async (path) => {
    const page = await askPage(client, path)
    threads.put(id, page.items, () => startOf(page))
  })
}

/**
 * Does again what failed.
 * @param part without it the line is back: wherever something failed is asked again, an end when its reader nears it
 */
export function retryThread(client: QueryClient, id: string, part?: Part): void {
  const { failed } = threads.get(id)
  const again = part ? failed[part] : (failed.whole ?? failed.newer ?? failed.older)
  if (!again) return
  threads.update(id, { failed: part ? { ...failed, [part]: undefined } : noFailures })
  if (again.load === 'older') loadOlder(client, id)
  else if (again.load === 'newer') loadNewer(client, id)
  else if (again.load === 'newest') void toNewest(client, id)
  else if (again.load === 'reload') void reloadThread(client, id)
  else void openThread(client, id)
}

/**
 * Too much was missed to be told: brings a thread that is on the screen up to date. Nothing that is held goes, so its
 * reader stays where they are; what is new goes on at its end.
 */
export function reloadThread(client: QueryClient, id: string): Promise<void> {
  const { pages, loose } = threads.get(id)
  const held = pages ? placesOf(pages) : []
  const [first, last] = [held.at(0), held.findLast((place) => !loose.has(place.id))]
  if (!first || !last) return openThread(client, id)
  return run(client, id, 'reload', linkPath(id, { around: last.id }), async (path) => {
    const page = await askPage(client, path)
    const take = ({ items, ...cursors }: ItemPage, goesOn: boolean) => {
      const answer = answerOf(items, cursors)
      threads.put(id, items, (now) => (now ? fillIn(now, answer, goesOn) : openPages(answer)))
    }
    take(page, threads.get(id).pages?.newer === null || loose.size > 0)
    let older = page
    while (older.nextCursor && (older.items[0]?.position ?? 0) > first.position) {
      older = await askPage(client, linkPath(id, { cursor: older.nextCursor }, refreshLimit))
      take(older, false)
    }
  })
}
