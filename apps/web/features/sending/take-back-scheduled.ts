import type { ErrorReason } from '@cloudpa/contracts/errors'
import type { Message } from '@cloudpa/contracts/messages'
import type { ScheduledMessage } from '@cloudpa/contracts/scheduled'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { carriedIn, fileOf } from './carried'
import { useDrafts } from './drafts'
import { scheduledPath } from './scheduled-path'
import { useTray } from './tray'

/** What was asked for back, and nothing was heard: it may be gone from the server, and is only here then. */
const unheard = new Map<string, ScheduledMessage>()

/**
 * Takes back what waits: its words are in the composer again, before what was begun there since, and its file over that.
 * @throws {ApiError} when it has left by now, or nobody could be asked
 */
export async function takeBackScheduled(item: ScheduledMessage): Promise<void> {
  const { id } = item
  try {
    const was = await request<ScheduledMessage>('DELETE', `${scheduledPath}/${id}`)
    giveBack(was)
  } catch (error) {
    const isGone = isRefused(error, 'nothing_here')
    const mayBeGone = !(error instanceof ApiError) || error.status === 0 || error.status >= 500
    if (mayBeGone) unheard.set(id, item)
    if (!isGone || !unheard.has(id)) throw error
    giveBack(item)
  }
}

/** Gives back what was asked for and is not in the list any more, unless it had left by then. */
export async function settleTakenBack(conversationId: string, items: ScheduledMessage[]): Promise<void> {
  for (const item of unheard.values()) {
    if (item.conversationId !== conversationId || items.some(({ id }) => id === item.id)) continue
    await takeBackScheduled(item).catch((error: unknown) => {
      // That it has left is what the thread shows; where nobody could be asked, the next list is the next occasion.
      if (isRefused(error, 'scheduled_left')) unheard.delete(item.id)
    })
  }
}

const isRefused = (error: unknown, reason: ErrorReason) =>
  error instanceof ApiError && error.params?.reason === reason

function giveBack({ id, conversationId, content }: ScheduledMessage): void {
  unheard.delete(id)
  const { texts, write } = useDrafts.getState()
  const begun = texts[conversationId]
  const words = content.kind === 'template' ? '' : content.body
  if (words) write(conversationId, begun ? `${words}\n${begun}` : words)
  const file = fileOf(carriedIn({ content } as Message))
  if (file) useTray.getState().change(conversationId, (files) => [file, ...files])
}
