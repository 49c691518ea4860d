import { ApiError, type Reason } from './api-error'

const timeoutMs = 20_000
/** For a file of thousands of rows, over a slow line. */
const tableTimeoutMs = 180_000

/** How long the sentence about it can be read before a page of another org than its session's loads anew. */
const readMs = 4_000

/** The org that this page shows; another one begins with another load of the page. */
let orgOfPage: string | undefined

/** What tells whose page this is, and is asked to learn that it is another's now. */
export const mePath = '/api/v1/me'

/** Notes which org this page shows: from then on each request names it, and is refused once another tab left that org. */
export function showOrg(id: string): void {
  orgOfPage ??= id
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/**
 * The one way to the API. Every failure is an ApiError with its reason; status 0 means
 * that no answer came, so nobody knows whether the request was carried out.
 * @param signal ends it when nobody waits for the answer any more
 */
export async function request<T>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const sent = body === undefined ? undefined : asJson(body)
  return answerOf<T>(await ask(method, path, sent, signal, timeoutMs))
}

/** Posts what is found or made: the answer, and whether it was made now (201) or was there (200). */
export async function requestNew<T>(path: string, body: unknown): Promise<{ answer: T; isNew: boolean }> {
  const response = await ask('POST', path, asJson(body), undefined, timeoutMs)
  return { answer: await answerOf<T>(response), isNew: response.status === 201 }
}

/** Posts what the browser shall carry to its end though the page goes meanwhile; 64 kB at most are on such a way. */
export async function postFromLeavingPage<T>(path: string, body: unknown): Promise<T> {
  return answerOf<T>(await ask('POST', path, { ...asJson(body), keepalive: true }, undefined, timeoutMs))
}

const asJson = (body: unknown) => ({ type: 'application/json', text: JSON.stringify(body) })

/** The same with a table of comma-separated values, which takes its time. */
export async function postTable<T>(path: string, text: string, signal?: AbortSignal): Promise<T> {
  return answerOf<T>(await ask('POST', path, { type: 'text/csv', text }, signal, tableTimeoutMs))
}

/** Fetches a file. */
export async function fetchFile(path: string): Promise<Blob> {
  const response = await ask('GET', path, undefined, undefined, tableTimeoutMs)
  if (!response.ok) return answerOf(response)
  try {
    return await response.blob()
  } catch (error) {
    throw new ApiError('unreachable', '', 0, { cause: error })
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  const answer = await readJson(response)
  if (response.ok) return answer as T
  const error = toApiError(response.status, answer)
  if (isOfOtherOrg(error)) setTimeout(() => window.location.assign('/inbox'), readMs)
  throw error
}

/** Whether nothing was done because another tab switched the org meanwhile. */
export function isOfOtherOrg({ params }: ApiError): boolean {
  return params?.reason === 'org_switched'
}

async function ask(
  method: Method,
  path: string,
  sent: { type: string; text: string; keepalive?: boolean } | undefined,
  signal: AbortSignal | undefined,
  limitMs: number,
) {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.any([AbortSignal.timeout(limitMs), ...(signal ? [signal] : [])]),
      headers: {
        ...(sent ? { 'content-type': sent.type } : {}),
        ...namesOrg(path),
      },
      ...(sent ? { body: sent.text, keepalive: sent.keepalive ?? false } : {}),
    })
  } catch (error) {
    // Whoever asked has left; there is nobody to tell.
    if (signal?.aborted) throw error
    throw new ApiError('unreachable', '', 0, { cause: error })
  }
}

/**
 * Tells the API something in passing, even while the page goes: nobody waits for an answer, and what did not get through
 * is told anew in its own time.
 */
export function tellInPassing(path: string, body: unknown): void {
  fetch(path, {
    method: 'POST',
    keepalive: true,
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', ...namesOrg(path) },
    body: JSON.stringify(body),
  }).catch((error: unknown) => console.debug('Something told in passing did not get through.', error))
}

/** The header by which a request names the org of this page. */
export const namesOrg = (path: string): Record<string, string> | undefined =>
  orgOfPage === undefined || path === mePath ? undefined : { 'x-org-id': orgOfPage }

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    // A proxy in between answers in HTML; only a failure may look like that.
    if (response.ok) throw new ApiError('bad_answer', '', response.status, { cause: error })
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
  const message = textOf(inner.message) ?? textOf(outer.message) ?? ''
  return new ApiError(code, message, status, { params: isReason(inner.params) ? inner.params : undefined })
}

function isReason(params: unknown): params is Reason {
  return isRecord(params) && typeof params.reason === 'string'
}

function textOf(value: unknown) {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
