import type { Attempt } from './attempt.js'
import type { SignatureMode } from './post-form.js'
import { readTwiml, type Saying } from './read-twiml.js'

/** A webhook's answer that Twilio logs as an error. */
export interface AnswerFailure {
  errorCode: number
  /** A sentence for whoever looks into it. */
  text: string
}

/** As Twilio takes them of a messaging webhook; another one is error 12300. */
const twimlTypes = ['text/xml', 'application/xml', 'text/html']

type Answer = Pick<Attempt, 'status' | 'contentType' | 'body' | 'error'>

/**
 * What is wrong with an answer, in Twilio's order (https://www.twilio.com/docs/api/errors: 11200, 11205, 12100, 12300).
 * @param obeys whether its body means something
 */
export function failureOf(answer: Answer, obeys: boolean): AnswerFailure | undefined {
  const { status, error } = answer
  if (status === 0) {
    const text = error ?? 'no answer came'
    return { errorCode: /within \d+ ms/.test(text) ? 11200 : 11205, text }
  }
  if (status >= 400) return { errorCode: 11200, text: `the product answered ${status}` }
  return obeys && status < 300 && answer.body !== '' ? bodyFailure(answer) : undefined
}

function bodyFailure({ contentType, body }: Answer): AnswerFailure | undefined {
  const type = typeOf(contentType)
  // Twilio counts an answer without a type as a broken one.
  if (type === '') return { errorCode: 11200, text: 'the answer has a body and no Content-Type' }
  if (type === 'text/plain') return undefined
  if (!twimlTypes.includes(type)) {
    return { errorCode: 12300, text: `${type} is neither ${twimlTypes.join(', ')} nor text/plain` }
  }
  return readTwiml(body) === undefined
    ? { errorCode: 12100, text: 'the answer is no TwiML document' }
    : undefined
}

/** What an answer says to the customer: TwiML's messages, or a plain text as it stands. */
export function sayingsOf(answer: Answer): Saying[] {
  const { status, contentType, body } = answer
  if (status < 200 || status >= 300 || body.trim() === '') return []
  if (typeOf(contentType) === 'text/plain') return [{ body, mediaUrls: [] }]
  return twimlTypes.includes(typeOf(contentType)) ? (readTwiml(body) ?? []) : []
}

/** Why an exchange went wrong, as the inspector says it. */
export function reasonOf(
  signature: SignatureMode,
  { status }: Answer,
  failure: AnswerFailure | undefined,
): string | undefined {
  if (failure === undefined) return undefined
  const { errorCode, text } = failure
  const why = [400, 401, 403].includes(status) ? ` ${signatureHints[signature]}` : ''
  return `${errorCode}: ${text}.${why}`
}

const signatureHints: Record<SignatureMode, string> = {
  valid:
    'If it refused the signature, its token or its address differs from what was signed: compare with the start of the signed text.',
  wrong: 'The form was signed with a wrong token, as requested.',
  missing: 'The form had no signature, as requested.',
}

function typeOf(contentType: string): string {
  return contentType.toLowerCase().split(';')[0]?.trim() ?? ''
}
