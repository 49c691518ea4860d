import type { Message } from '@cloudpa/contracts/messages'
import { threads } from '../live/thread-store'
import { carriedIn } from './carried'
import { sendMessage } from './send-message'
import { useUnsent } from './unsent'

/** Under this a failed message is sent again, so that a second press, here or in another tab, makes no second one. */
const againIdOf = ({ id }: Message) => `again:${id}`

/** Sends again what the server has as failed: that is a new message. */
export function sendFailed(failed: Message): void {
  sendMessage(failed.conversationId, failed.content.body, 0, carriedIn(failed), againIdOf(failed))
}

/** Whether this person sent it again, as far as the screen knows. */
export function wasSentAgain(failed: Message): boolean {
  const again = againIdOf(failed)
  const { items } = threads.read(failed.conversationId)
  return [...useUnsent.getState().items, ...items].some(
    (item) => 'clientId' in item && item.clientId === again,
  )
}
