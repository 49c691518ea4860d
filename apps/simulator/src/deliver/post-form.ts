import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Exchanges } from '../exchanges.js'
import type { Delivery, Form } from '../model.js'
import { attemptPost, type Attempt, type Connections } from './attempt.js'
import { failureOf, reasonOf, type AnswerFailure } from './answer-failure.js'
import { causeOfStatus, readRetryPolicy, type RetryPolicy } from './retry-policy.js'
import { sign, signatureBase } from './sign.js'

export type SignatureMode = 'valid' | 'wrong' | 'missing'

/** One form on its way to the product. */
export interface Posting {
  /** As registered with Twilio, with the fragment that holds connection overrides. */
  url: string
  form: Form
  authToken: string
  signature?: SignatureMode | undefined
  /** The same for every repetition of one delivery (Twilio: I-Twilio-Idempotency-Token). */
  idempotencyToken?: string | undefined
  connections?: Connections | undefined
  /** Whether Twilio acts on the answer; one to a status callback it doesn't even read. */
  obeys?: boolean | undefined
}

/** Posts a form as Twilio does: signed, with its headers, timeouts and retries. */
export async function postForm(posting: Posting, exchanges: Exchanges): Promise<Delivery> {
  const policy = readRetryPolicy(posting.url)
  const payload = new URLSearchParams(posting.form).toString()
  const base = signatureBase(policy.url, posting.form)
  const signature = signatureFor(posting, base)
  const headers = headersOf(posting, payload, signature)
  const startedAt = performance.now()
  const elapsedMs = (): number => performance.now() - startedAt
  let attempts = 0
  let attempt: Attempt
  let failure: AnswerFailure | undefined
  for (;;) {
    attempts += 1
    const startedAtMs = elapsedMs()
    attempt = await attemptPost({
      url: policy.url,
      payload,
      headers,
      connectTimeoutMs: Math.min(policy.connectTimeoutMs, policy.totalTimeoutMs - startedAtMs),
      readTimeoutMs: Math.min(policy.readTimeoutMs, policy.totalTimeoutMs - startedAtMs),
      connections: posting.connections,
    })
    failure = failureOf(attempt, posting.obeys === true)
    const reason = reasonOf(posting.signature ?? 'valid', attempt, failure)
    exchanges.record({
      at: new Date().toISOString(),
      direction: 'out',
      method: 'POST',
      url: policy.url,
      status: attempt.status,
      ms: Math.round(elapsedMs() - startedAtMs),
      requestHeaders: headers,
      requestBody: payload,
      responseHeaders: attempt.headers,
      responseBody: attempt.body,
      signatureBase: base,
      ...(signature === undefined ? {} : { signature }),
      ...(reason === undefined ? {} : { reason }),
    })
    const pauseMs = pauseBeforeRetry(policy, attempt, attempts, elapsedMs())
    if (pauseMs === undefined) break
    await sleep(pauseMs)
  }
  const { status, contentType, body, error } = attempt
  const ms = Math.round(elapsedMs() * 10) / 10
  return {
    status,
    contentType,
    body,
    ms,
    attempts,
    ...(failure === undefined ? {} : { errorCode: failure.errorCode }),
    ...(error === undefined ? {} : { error }),
  }
}

/** Twilio does not publish its pause between retries; a growing one lets five of them span a restart. */
function pauseBeforeRetry(policy: RetryPolicy, attempt: Attempt, attempts: number, elapsedMs: number) {
  const cause = attempt.cause ?? causeOfStatus(attempt.status)
  if (cause === undefined || !policy.causes.has(cause) || attempts > policy.retries) return undefined
  const pauseMs = 100 * 2 ** (attempts - 1)
  return elapsedMs + pauseMs < policy.totalTimeoutMs ? pauseMs : undefined
}

function signatureFor(posting: Posting, base: string): string | undefined {
  if (posting.signature === 'missing') return undefined
  return sign(posting.signature === 'wrong' ? `not ${posting.authToken}` : posting.authToken, base)
}

/** The headers of a captured Twilio request (TWILIO.md §1). */
function headersOf(posting: Posting, payload: string, signature: string | undefined): Record<string, string> {
  return {
    'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'Content-Length': String(Buffer.byteLength(payload)),
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    'X-Home-Region': 'us1',
    'I-Twilio-Idempotency-Token': posting.idempotencyToken ?? randomUUID(),
    ...(signature === undefined ? {} : { 'X-Twilio-Signature': signature }),
  }
}
