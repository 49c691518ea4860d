import { CatchUp, type ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { sayFailure } from '@cloudpa/contracts/english'
import { kindOfFailure } from '@cloudpa/contracts/failures'
import type { CatchUp as CatchUpRow, ChatAccount as ChatAccountRow } from '@cloudpa/db'
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

/** A chatAccount with how far it is compared with Twilio's list. */
export type ShownChatAccount = ChatAccountRow & { catchUp: CatchUpRow | null }

/** A chatAccount as the API shows it: never with its token. */
export function presentChatAccount(row: ShownChatAccount, publicBaseUrl: string): ChatAccount {
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
    alarm: presentAlarm(row),
    typingIndicator: row.typingIndicator,
    webhookUrl: webhookUrlOf(publicBaseUrl),
    statusCallbackUrl: `${statusCallbackUrlOf(publicBaseUrl)}${retryOverrides}`,
    catchUp: row.catchUp && presentCatchUp(row.catchUp),
    createdAt: row.createdAt.toISOString(),
  }
}

/** So long after its time a comparison that nobody begins, or goes on with, is no longer said to be under way. */
const staleMs = 120_000

/** What was asked for and not begun yet is under way to whoever asked, unless no worker is there to do it. */
function presentCatchUp(row: CatchUpRow): CatchUp {
  // While it is compared, this is when its claim runs out.
  const overdueMs = row.dueAt ? Date.now() - row.dueAt.getTime() : -Infinity
  const isUnderWay = (row.startedAt !== null || overdueMs >= 0) && overdueMs < staleMs
  const problem = CatchUp.shape.problem.safeParse(row.problem)
  return {
    checkedAt: row.checkedAt?.toISOString() ?? null,
    checked: row.checked,
    missing: row.missing,
    recovered: row.recoveredAt && { count: row.recovered, at: row.recoveredAt.toISOString() },
    running: isUnderWay ? { listed: row.listed } : null,
    problem: problem.data ?? null,
  }
}

function presentAlarm({ alarmCode, alarmAt }: ChatAccountRow): ChatAccount['alarm'] {
  if (alarmCode === null || alarmAt === null) return null
  const kind = kindOfFailure(alarmCode)
  return { code: alarmCode, kind, message: sayFailure(kind, alarmCode), since: alarmAt.toISOString() }
}
