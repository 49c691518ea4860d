import { accountCodes, resentCodes } from '@cloudpa/contracts/failures'

/**
 * What is known after a call to Twilio failed. Twilio's API is not idempotent, so the difference between
 * "did not take it" and "may have taken it" decides whether sending again could double a message.
 */
export type SendFailure =
  | { kind: 'refused'; code: string }
  /** Twilio takes nothing of the whole account's, until somebody mends it. */
  | { kind: 'shut-out'; code: string; reason: string }
  /** `retryAfterMs`: how long Twilio wants to be left alone, where it says so. */
  | { kind: 'not-taken'; code: string; reason: string; retryAfterMs?: number | undefined }
  | { kind: 'unknown'; reason: string }

// The request never left: no name, no route, nobody listening, no valid certificate.
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** The time for a call was over before it began, because the process was paused or had to wait. */
export class NeverBegun extends Error {}

/**
 * Whether Twilio answered, with a status that is no success: the SDK's RestException. It is known by its status, which
 * no error of the network has, so that nobody loads the SDK to look at an error.
 */
export function isAnswer(error: unknown): error is Error & { status: number; code?: number | null } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
}

/**
 * Sorts a failure of the SDK's `messages.create`. A 429 is never processed (https://www.twilio.com/docs/api/errors/20429);
 * a 5xx, a time-out or a cut connection may have been.
 */
export function classifyFailure(error: unknown): SendFailure {
  if (error instanceof NeverBegun) return { kind: 'not-taken', code: 'unreachable', reason: error.message }
  if (isAnswer(error)) {
    const code = String(error.code ?? error.status)
    if (error.status === 429 || resentCodes.includes(code))
      return { kind: 'not-taken', code: error.code ? code : '20429', reason: error.message }
    if (error.status >= 500 || error.status === 408)
      return { kind: 'unknown', reason: `${error.status} ${error.message}` }
    if (error.status === 401) return { kind: 'shut-out', code: '20003', reason: error.message }
    if (accountCodes.includes(code)) return { kind: 'shut-out', code, reason: error.message }
    return { kind: 'refused', code }
  }
  const reason = error instanceof Error ? error.message : String(error)
  const code = networkCode(error)
  if (code && neverLeft.has(code))
    return { kind: 'not-taken', code: 'unreachable', reason: `${code} ${reason}` }
  // The SDK checks its arguments before it calls anything; such an error has no network code and no response.
  if (error instanceof Error && /accountSid must start with AC|required/i.test(reason))
    return { kind: 'shut-out', code: '20003', reason }
  return { kind: 'unknown', reason: code ? `${code} ${reason}` : reason }
}

function networkCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  return 'cause' in error ? networkCode(error.cause) : undefined
}
