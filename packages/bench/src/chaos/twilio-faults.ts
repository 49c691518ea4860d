import { askSimulator } from './ask-simulator.js'

/** What the simulated Twilio is told to do to one reply, see its /_sim/faults. */
interface Fault {
  kind: string
  match: { method?: string; bodyIncludes?: string; toIncludes?: string; status?: string }
  status?: number
  code?: number
  delayMs?: number
  times?: number
}

/** Longer than the product waits for an answer, and shorter than it leaves an open question alone. */
const lateMs = 1800

/**
 * Ten kinds of what can go wrong between the product and Twilio. In five of them Twilio takes the message and the
 * product does not hear of it, or hears too late.
 */
export const twilioFaults: Record<string, (mark: string) => Fault[]> = {
  'too many requests': (mark) => [post(mark, { kind: 'error', status: 429, times: 2 })],
  'server error': (mark) => [post(mark, { kind: 'error', status: 500 })],
  'out of service': (mark) => [post(mark, { kind: 'error', status: 503, times: 2 })],
  hangs: (mark) => [post(mark, { kind: 'hang', delayMs: 4000 })],
  'connection reset': (mark) => [post(mark, { kind: 'reset' })],
  'taken late': (mark) => [post(mark, { kind: 'slow', delayMs: lateMs })],
  // With its callbacks lost too, only Twilio's list can tell.
  'taken, then reset': (mark) => [post(mark, { kind: 'accept-then-reset' }), ...loseCallbacks(mark)],
  'taken, then hangs': (mark) => [post(mark, { kind: 'accept-then-hang', delayMs: 4000 })],
  'callbacks lost': loseCallbacks,
  'refused afterwards': (mark) => [post(mark, { kind: 'callback-error', code: 63_016 })],
}

function post(mark: string, fault: Omit<Fault, 'match'>): Fault {
  return { ...fault, match: { method: 'POST', bodyIncludes: mark } }
}

function loseCallbacks(mark: string): Fault[] {
  return ['sent', 'delivered'].map((status) => ({
    kind: 'drop-callback',
    match: { bodyIncludes: mark, status },
  }))
}

/** Makes the simulated Twilio do it to the reply that holds the mark. */
export async function plantFault(simulatorUrl: string, kind: string, mark: string): Promise<void> {
  for (const fault of twilioFaults[kind]?.(mark) ?? []) await askSimulator(simulatorUrl, '/faults', fault)
}
