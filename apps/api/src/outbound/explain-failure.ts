import { meaningOf, type TwilioErrorMeaning } from '../twilio/errors.js'

// Why a message failed without a code of Twilio's: these are our own words.
const own: Record<string, TwilioErrorMeaning> = {
  account_inactive: {
    message: 'This number is switched off or was removed. See Settings, under Numbers.',
    retryable: false,
  },
  unavailable: {
    message: 'The Auth Token of this number can’t be opened. Ask your operator to check ENCRYPTION_KEYS.',
    retryable: false,
  },
  conflict: {
    message: 'This number has no Auth Token. Paste it in Settings, under Numbers.',
    retryable: false,
  },
  unconfirmed: {
    message: 'Twilio never said whether it took this message. Ask the customer before you send it again.',
    retryable: true,
  },
  unreachable: { message: 'Twilio could not be reached. Try again in a moment.', retryable: true },
  unknown: { message: 'WhatsApp did not deliver this message, and did not say why.', retryable: true },
}

/**
 * What to tell the person whose message failed.
 * @param code Twilio's error code as text, or a word of our own; null when a report came without one
 */
export function explainFailure(code: string | null): TwilioErrorMeaning & { code: string } {
  const word = code ?? 'unknown'
  return { code: word, ...(Object.hasOwn(own, word) ? own[word]! : meaningOf(word)) }
}
