import { noContext } from './content.js'
import type { Account, Message } from './model.js'
import type { SavedState } from './store.js'

/** A message as version 1 kept it: both directions with every field, and nothing but words. */
interface OldMessage {
  direction: 'inbound' | 'outbound'
  body: string
  template: boolean
  plannedErrorCode: number | null
  statuses: unknown[]
  seen: boolean
  form: unknown
  url: string | null
  deliveries: unknown[]
  statusCallback: string | null
}

/** The state of an older simulator, as this one keeps it: nobody loses a phone's past by an update. */
export function upgradedState(saved: { version: number }): SavedState {
  const old = saved as SavedState
  if (saved.version === 3) return old
  const messages =
    saved.version === 2
      ? old.messages
      : old.messages.map((message) => upgradedMessage(message as unknown as OldMessage))
  return {
    ...old,
    version: 3,
    accounts: saved.version === 2 ? old.accounts : old.accounts.map(upgradedAccount),
    messages: messages.map(sentAtOnce).map(withFace),
  }
}

/** Version 2 knew no later. */
function sentAtOnce(message: Message): Message {
  return message.direction === 'inbound' ? message : { ...message, sendAtMs: null }
}

/** A template as version 2 kept it had its words alone. */
function withFace(message: Message): Message {
  if (message.direction === 'inbound' || message.content.kind !== 'template') return message
  const { contentSid: name } = message.content
  const face = { name, header: null, mediaUrl: null, file: null, footer: null }
  return {
    ...message,
    content: { ...message.content, face: { ...face, buttons: [], listButton: null, items: [] } },
  }
}

function upgradedAccount(account: Account): Account {
  return {
    ...account,
    numbers: account.numbers.map((number) => ({ ...number, fallbackUrl: null })),
    apiKeys: [],
  }
}

function upgradedMessage(old: OldMessage): Message {
  const { body, template, plannedErrorCode, statuses, seen, form, url, deliveries, statusCallback, ...both } =
    old
  const content = { kind: 'text', body }
  const { direction } = old
  if (direction === 'inbound') {
    const posted = form === null ? null : { form, url }
    return { ...both, content, context: noContext, seen: true, posted, deliveries } as unknown as Message
  }
  const planned = plannedErrorCode === null ? null : { status: 'failed', errorCode: plannedErrorCode }
  const said = template ? { kind: 'template', body, contentSid: '', variables: '' } : content
  const rest = { content: said, origin: 'api', statusCallback, planned, statuses, seen }
  return { ...both, ...rest } as unknown as Message
}
