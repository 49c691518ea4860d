import type { QueryClient } from '@tanstack/react-query'
import { wasStopped } from './ask'
import { allPages, conversationOverview } from './conversation-pages'
import { conversations } from './conversation-store'
import { reloadConversation, reloadThread, retryThread } from './load-thread'
import { threads } from './thread-store'

/** How long after a failure what was missed is asked for again: screens that fail together don't come back together. */
const retryMs = { least: 5_000, spread: 10_000 }

/** Something was missed, and not all that is on the screen was loaded since. */
let isBehind = false
/** Something was missed since the load on its way began. */
let isAsked = false
let isStopped = false
let running: Promise<void> | null = null
let retry: ReturnType<typeof setTimeout> | undefined

/** Too much was missed to be told: what is on the screen is loaded again, and the rest when it is opened. */
export function resync(client: QueryClient): Promise<void> {
  threads.fallBehind()
  // What no list shows and no thread holds may have become anything, and nothing loads it again.
  const listed = allPages().flatMap((pages) => pages.read().ids)
  conversations.keepOnly(new Set([...listed, ...threads.ids]))
  void client.invalidateQueries()
  return loadAgain(client)
}

/** The line is back: what could not be loaded without it is asked for again. */
export async function catchUp(client: QueryClient): Promise<void> {
  for (const pages of allPages()) if (pages.read().error) pages.retry(client)
  if (isBehind && !running) return loadAgain(client)
  for (const id of threads.shownIds) retryThread(client, id)
}

/** Nobody looks any more: what failed is left alone until the line is back. */
export function stopCatchingUp(): void {
  isStopped = true
  clearTimeout(retry)
  conversationOverview.stop()
}

/** One load at a time, and one more when something was missed meanwhile: the earlier one may not know of it. */
function loadAgain(client: QueryClient): Promise<void> {
  isStopped = false
  clearTimeout(retry)
  isBehind = isAsked = true
  return (running ??= loadUntilWhole(client).finally(() => (running = null)))
}

async function loadUntilWhole(client: QueryClient): Promise<void> {
  while (isAsked) {
    isAsked = false
    isBehind = !(await loadShown(client)) || isAsked
  }
  if (isBehind && !isStopped)
    retry = setTimeout(() => void loadAgain(client), retryMs.least + Math.random() * retryMs.spread)
}

/** @returns whether all of it could be had */
async function loadShown(client: QueryClient): Promise<boolean> {
  const held = new Set(threads.ids)
  const lists = allPages().map(async (pages) => {
    const unsure = await pages.reload(client, (id) => held.has(id))
    await Promise.all(unsure.map((id) => reloadConversation(client, id)))
  })
  const loads = await Promise.allSettled([
    ...lists,
    ...threads.shownIds.map((id) => reloadThread(client, id)),
  ])
  const failed = loads.flatMap((load) => (load.status === 'rejected' ? [load.reason as unknown] : []))
  for (const error of failed)
    if (!wasStopped(error)) console.warn('The inbox could not be loaded again.', error)
  return failed.length === 0 && threads.shownIds.every((id) => !threads.get(id).failed.whole)
}
