/** How the simulated Twilio serves a customer's file, see its /_sim/messages. */
interface Serving {
  misses?: number
  redirectTo?: string
  trickleMs?: number
  servedType?: string
}

interface MediaFault {
  serving: Serving
  /** It is filled up to so much. */
  leastBytes?: number
  /** Why it is then not to be had; without one it ends well. */
  reason?: string
}

/** What can be wrong with a customer's file: half of it the product has to get over, half of it has to be said. */
export const mediaFaults = {
  'not there at first': { serving: { misses: 1 } },
  'never there': { serving: { misses: 1_000_000 }, reason: 'not_found' },
  trickles: { serving: { trickleMs: 50 }, leastBytes: 8 * 1024 },
  // It would take three times as long as it may.
  'takes too long': { serving: { trickleMs: 200 }, leastBytes: 30 * 1024, reason: 'too_slow' },
  'said to be a page': { serving: { servedType: 'text/html' } },
  'leads into the house': { serving: { redirectTo: 'http://10.0.0.1/file' }, reason: 'refused' },
} satisfies Record<string, MediaFault>

const byName: Record<string, MediaFault> = mediaFaults

/** @param name undefined where nothing is wrong */
export function mediaFaultOf(name: string | undefined): MediaFault {
  return byName[name ?? ''] ?? { serving: {} }
}
