import { useAnnouncement } from '../../components/ui/announcer'
import type { Message } from '@cloudpa/contracts/messages'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { applyMessage, onAnswered } from '../live/apply-live-events'
import { useUnsent, type Unsent } from './unsent'

/** As the contract has it; the schema itself would bring zod into the inbox. */
export const maxBodyLength = 1600

// What the server has, whichever way that was heard of, is not unsent any more.
onAnswered((clientId) => {
  const { items, remove } = useUnsent.getState()
  if (items.some((item) => item.clientId === clientId)) remove(clientId)
})

// One request at a time per conversation: the order of the requests is the order the customer reads.
const queues = new Map<string, Promise<void>>()

/** Shows the message at once and sends it when those before it have been answered. */
export function sendMessage(conversationId: string, body: string) {
  enqueue({
    clientId: newClientId(),
    conversationId,
    body,
    at: new Date().toISOString(),
    state: 'sending',
    reason: '',
  })
}

/** Tries again under the same clientId: if the first try did get through, this one changes nothing. */
export function resend(item: Unsent) {
  enqueue({ ...item, state: 'sending', reason: '' })
}

/**
 * Sends again what was never answered, oldest first, now that there is a line. What was refused stays: the
 * same request would be refused again.
 */
export function resendUnanswered() {
  const waiting = useUnsent.getState().items.filter((item) => item.state === 'unanswered')
  for (const item of waiting.toSorted((a, b) => a.at.localeCompare(b.at))) resend(item)
}

function enqueue(item: Unsent) {
  useUnsent.getState().put(item)
  const before = queues.get(item.conversationId) ?? Promise.resolve()
  const sent = before.then(() => post(item))
  queues.set(item.conversationId, sent)
}

async function post(item: Unsent) {
  const { clientId, conversationId, body } = item
  try {
    const path = `/api/v1/messaging/conversations/${encodeURIComponent(conversationId)}/send`
    const message = await request<Message>('POST', path, { clientId, body })
    applyMessage(message)
    useUnsent.getState().remove(clientId)
  } catch (error) {
    // The live event may have answered for the message although the request itself got lost.
    const isOpen = useUnsent.getState().items.some((other) => other.clientId === clientId)
    if (!isOpen) return
    const outcome = outcomeOf(error)
    useUnsent.getState().put({ ...item, ...outcome })
    useAnnouncement.getState().announce(`Not sent. ${outcome.reason}`)
  }
}

/** What a failed request says about its message. */
export function outcomeOf(error: unknown): Pick<Unsent, 'state' | 'reason'> {
  if (!(error instanceof ApiError))
    return { state: 'unanswered', reason: 'Something went wrong while sending.' }
  if (error.status >= 400 && error.status < 500 && error.status !== 429) {
    return { state: 'refused', reason: error.message }
  }
  if (error.status === 0) {
    const reason = navigator.onLine ? 'No answer came, so it may not be sent.' : 'You were offline.'
    return { state: 'unanswered', reason }
  }
  return { state: 'unanswered', reason: error.message }
}

/** crypto.randomUUID needs https or localhost; an office network on plain http gets the same from random bytes. */
function newClientId() {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')
}
