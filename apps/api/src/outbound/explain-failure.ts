import type { Message } from '@cloudpa/contracts/messages'
import { sayFailure } from '@cloudpa/contracts/english'
import { consequenceOf, kindOfFailure } from '@cloudpa/contracts/failures'

/**
 * What to tell the person whose message failed.
 * @param code Twilio's error code as text, or a word of our own; null when a report came without one
 * @param againAt when it is sent again by itself
 */
export function explainFailure(
  code: string | null,
  againAt: Date | null = null,
): NonNullable<Message['error']> {
  const word = code ?? 'unknown'
  const kind = kindOfFailure(word)
  const { step, passes } = consequenceOf(kind)
  // What an error means that is not known here is anybody's guess.
  const retryable = passes || kind === 'other' || kind === 'channel_other'
  const next = againAt ? 'wait' : retryable && step === 'wait' ? 'retry' : step
  return {
    code: word,
    message: sayFailure(kind, word),
    retryable,
    kind,
    step: next,
    againAt: againAt?.toISOString() ?? null,
  }
}
