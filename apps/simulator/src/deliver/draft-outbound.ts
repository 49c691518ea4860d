import { awaitedUrl } from '../content.js'
import type { OutboundMessage } from '../model.js'
import { newSid } from '../new-sid.js'
import type { Simulator } from '../simulator.js'

type Draft = Pick<
  OutboundMessage,
  | 'accountSid'
  | 'origin'
  | 'from'
  | 'to'
  | 'content'
  | 'status'
  | 'messagingServiceSid'
  | 'sendAtMs'
  | 'statusCallback'
  | 'planned'
>

/** A message to a customer as it is when Twilio has just taken it; it is in no store yet. */
export function draftOutbound(sim: Simulator, draft: Draft): OutboundMessage {
  const nowMs = sim.clock.now()
  return {
    ...draft,
    sid: newSid(awaitedUrl(draft.content) === undefined ? 'SM' : 'MM'),
    direction: 'outbound',
    errorCode: null,
    customerId: sim.store.customerAt(draft.to)?.id ?? null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    sentAtMs: null,
    statuses: [],
    seen: false,
  }
}
