import { ApiError } from '../../client/api-error'
import { isOfOtherOrg } from '../../client/request'
import type { Unsent } from './unsent'

/** What a failed request says about its message. */
export function outcomeOf(error: unknown): Pick<Unsent, 'state' | 'reason' | 'error'> {
  if (!(error instanceof ApiError)) return { state: 'unanswered', reason: 'unexpected' }
  const { code, message, status, params } = error
  if (status === 0) return { state: 'unanswered', reason: navigator.onLine ? 'noAnswer' : 'offline' }
  return {
    state: isRefusal(error) ? 'refused' : 'unanswered',
    reason: 'server',
    error: { code, message, status, params },
  }
}

/** Whether the answer is a no to the request itself, as opposed to: not now, not before you sign in, not in this org. */
export function isRefusal(error: ApiError): boolean {
  const { status } = error
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status) && !isOfOtherOrg(error)
}

/** An answer that is no refusal; whoever is signed out (401) signs in first. */
export function isNotNow(error: unknown): boolean {
  return error instanceof ApiError && error.status !== 0 && error.status !== 401
}
