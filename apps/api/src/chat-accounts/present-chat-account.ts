import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import type { ChatAccount as ChatAccountRow } from '@cloudpa/db'
import { formatPhone } from '../platform/format-phone.js'

const webhookPath = '/api/v1/messaging/webhook/whatsapp'

/**
 * The end of an address that Twilio posts to: an instruction to Twilio, never requested. Without it, Twilio retries once,
 * and only when it can't connect (docs: usage/webhooks/webhooks-connection-overrides).
 */
export const retryOverrides = '#rc=5&rp=all'

/** Where Twilio posts customers' messages. */
function webhookUrlOf(publicBaseUrl: string): string {
  return `${publicBaseUrl}${webhookPath}${retryOverrides}`
}

/** Where Twilio posts what became of our messages; a query and `retryOverrides` may follow. */
export function statusCallbackUrlOf(publicBaseUrl: string): string {
  return `${publicBaseUrl}${webhookPath}/status`
}

/** A chatAccount as the API shows it: never with its token. */
export function presentChatAccount(row: ChatAccountRow, publicBaseUrl: string): ChatAccount {
  return {
    id: row.id,
    provider: 'twilio_whatsapp',
    name: row.name,
    externalPhoneId: row.externalPhoneId,
    formatted: formatPhone(row.address),
    accountSid: row.accountSid,
    messagingServiceSid: row.messagingServiceSid,
    hasAuthToken: row.authTokenSealed !== null,
    proven: row.provenAt !== null,
    active: row.active,
    webhookUrl: webhookUrlOf(publicBaseUrl),
    statusCallbackUrl: `${statusCallbackUrlOf(publicBaseUrl)}${retryOverrides}`,
    createdAt: row.createdAt.toISOString(),
  }
}
