import { knowsReason, sayError } from '@cloudpa/contracts/english'
import type { ErrorReason, ReasonParams } from '@cloudpa/contracts/errors'
import { ApiError } from './api-error'

const timeoutMs = 20_000
const unreachable = 'Cloud PA could not be reached. Check your connection and try again.'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/**
 * The one way to the API. Every failure is an ApiError with a sentence for a person; status 0 means
 * that no answer came, so nobody knows whether the request was carried out.
 * @param signal ends it when nobody waits for the answer any more
 */
export async function request<T>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const response = await ask(method, path, body, signal)
  const answer = await readJson(response)
  if (!response.ok) throw toApiError(response.status, answer)
  return answer as T
}

async function ask(method: Method, path: string, body: unknown, signal: AbortSignal | undefined) {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  } catch (error) {
    // Whoever asked has left; there is nobody to tell a sentence.
    if (signal?.aborted) throw error
    throw new ApiError('unreachable', unreachable, 0, { cause: error })
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    // A proxy in between answers in HTML; only a failure may look like that.
    if (response.ok) throw new ApiError('bad_answer', unreachable, response.status, { cause: error })
    return undefined
  }
}

/**
 * Our errors are `{error:{code,message,params}}`, better-auth's are `{code,message}`. Where an answer has both,
 * better-auth's code is the finer one (it says which field) and our message the better sentence.
 */
export function toApiError(status: number, answer: unknown): ApiError {
  const outer = isRecord(answer) ? answer : {}
  const inner = isRecord(outer.error) ? outer.error : {}
  const code = textOf(outer.code) ?? textOf(inner.code) ?? 'unknown'
  const message =
    sentenceFrom(inner.params) ?? textOf(inner.message) ?? textOf(outer.message) ?? sentenceFor(status)
  return new ApiError(code, message, status)
}

/** The sentence that a reason and what was told with it give; the server's own has to do for a reason of a newer one. */
function sentenceFrom(params: unknown) {
  if (!isRecord(params) || !knowsReason(params.reason)) return undefined
  // A reason keeps its parameters for good (contracts/errors).
  return sayError(params.reason, params as ReasonParams<ErrorReason>)
}

function textOf(value: unknown) {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function sentenceFor(status: number) {
  if (status === 429) return 'That was a lot at once. Wait a moment and try again.'
  if (status >= 500) return 'Cloud PA has trouble answering right now. Try again in a moment.'
  return 'That did not work. Reload the page and try again.'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
