import type { Message } from '@cloudpa/contracts/messages'
import { isKnownFailure, sayFailure, type FailureCode } from '@cloudpa/contracts/english'

/** What passes by itself: sending the same text again can help. */
const passing = new Set<FailureCode>([
  'unconfirmed',
  'unreachable',
  'unknown',
  '20429',
  '20500',
  '30001',
  '30008',
  '63017',
  '63018',
  '63038',
])

/**
 * What to tell the person whose message failed.
 * @param code Twilio's error code as text, or a word of our own; null when a report came without one
 */
export function explainFailure(code: string | null): NonNullable<Message['error']> {
  const word = code ?? 'unknown'
  // What an error means that is not known here is anybody's guess.
  const retryable = !isKnownFailure(word) || passing.has(word)
  return { code: word, message: sayFailure(word), retryable }
}
