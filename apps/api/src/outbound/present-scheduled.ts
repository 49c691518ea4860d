import { sayError } from '@cloudpa/contracts/english'
import { errorReasons, type ErrorReason } from '@cloudpa/contracts/errors'
import type { ScheduledMessage } from '@cloudpa/contracts/scheduled'
import type { MessageContent } from '@cloudpa/contracts/content'
import { z } from 'zod'
import { presentHeld } from '../media/send-upload.js'
import { problem } from '../platform/app-error.js'
import { readContent } from './message-content.js'
import type { ScheduledRow } from './scheduled-rows.js'

const Failure = z.looseObject({ reason: z.string() })

/** What waits to be sent, as the API shows it. */
export function presentScheduled(row: ScheduledRow): ScheduledMessage {
  return {
    id: row.id,
    conversationId: row.conversationId,
    author: { kind: row.authorKind === 'api_key' ? 'api_key' : 'member', id: row.authorId },
    content: contentNow(row),
    when: row.sendAt ? { kind: 'at', at: row.sendAt.toISOString() } : { kind: 'window_opens' },
    state: row.failure === null ? 'waiting' : 'failed',
    error: row.failure === null ? null : presentFailure(row.failure),
    createdAt: row.createdAt.toISOString(),
    clientId: row.clientId,
  }
}

/** With its file as it is by now: sound may have been listened to since. */
function contentNow(row: ScheduledRow): MessageContent {
  const { content } = readContent(row)
  const [medium] = row.media
  return medium && 'media' in content ? { ...content, media: [presentHeld(medium).medium] } : content
}

/** A reason that a newer version wrote is not known here. */
function presentFailure(failure: unknown): ScheduledMessage['error'] {
  const { data: params } = Failure.safeParse(failure)
  const reason = params?.reason as ErrorReason | undefined
  if (!params || !reason || !Object.hasOwn(errorReasons, reason)) return problem('our_fault')
  const told = errorReasons[reason].params.parse(params)
  return { code: errorReasons[reason].code, message: sayError(reason, told as never), params }
}
