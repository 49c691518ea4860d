import type { InboxEvent } from '../live/live-connection'
import { failureSentence, previewOf, type MessageWords } from '../messages/describe-message'

/**
 * What a screen reader is told of a batch of events: a burst in the open thread as a burst, once, and what was not
 * delivered there. History that loads makes no events, and what happens elsewhere is left to the counts.
 * @returns null where there is nothing to tell
 */
export function sayNews(
  events: InboxEvent[],
  openId: string | null,
  t: MessageWords,
  clockTime: (at: string) => string,
): string | null {
  const here = events.flatMap((event) =>
    event.type === 'message' && event.message.conversationId === openId ? [event] : [],
  )
  const inbound = here.filter(({ message }) => message.direction === 'inbound')
  const last = inbound.at(-1)
  const said: string[] = []
  if (last) {
    const { message, conversation } = last
    const words = { name: conversation.contact.name, says: previewOf(message, t) }
    said.push(
      inbound.length > 1
        ? t('announceMany', { ...words, count: inbound.length })
        : t('announce', { ...words, time: clockTime(message.occurredAt) }),
    )
  }
  for (const { message } of here) {
    if (message.status === 'failed' && !message.error?.againAt)
      said.push(t('announceFailed', { why: failureSentence(message, t) ?? '' }))
  }
  return said.length > 0 ? said.join(' ') : null
}
