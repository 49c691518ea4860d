import type { InboundMessage } from '../model.js'
import type { Simulator } from '../simulator.js'
import { draftOutbound } from './draft-outbound.js'
import type { Saying } from './read-twiml.js'

/** Sends the customer what a webhook's answer says, as messages of their own. */
export function sayBack(sim: Simulator, asked: InboundMessage, sayings: Saying[]): void {
  for (const { body, mediaUrls } of sayings) {
    const message = draftOutbound(sim, {
      accountSid: asked.accountSid,
      origin: 'reply',
      from: asked.to,
      to: asked.from,
      content: mediaUrls.length > 0 ? { kind: 'unfetched', body, urls: mediaUrls } : { kind: 'text', body },
      status: 'queued',
      messagingServiceSid: asked.messagingServiceSid,
      sendAtMs: null,
      statusCallback: null,
      planned: null,
    })
    sim.store.addMessage(message)
    sim.receipts.accepted(message)
  }
}
