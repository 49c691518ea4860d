import { errorStatus, type ErrorBody, type ErrorCode } from '@cloudpa/contracts/errors'
import { codeOfStatus, errorBody } from '../platform/error-body.js'

const known: Record<string, { code: ErrorCode; message: string }> = {
  INVALID_EMAIL_OR_PASSWORD: {
    code: 'unauthorized',
    message: 'The e-mail address or the password is wrong.',
  },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    code: 'conflict',
    message: 'There is an account with this e-mail address already: sign in instead.',
  },
  FAILED_TO_CREATE_USER: {
    code: 'unavailable',
    message: 'The account could not be made; try again shortly.',
  },
  PASSWORD_TOO_SHORT: { code: 'invalid_request', message: 'Choose a password of at least 8 characters.' },
  PASSWORD_TOO_LONG: { code: 'invalid_request', message: 'Choose a password of at most 128 characters.' },
  INVALID_TOKEN: {
    code: 'invalid_request',
    message: 'This link was used or has expired; ask for a new one.',
  },
  INVALID_EMAIL: { code: 'invalid_request', message: 'That is not an e-mail address.' },
}

/**
 * Puts better-auth's refusal into the API's words and error shape. Its own client reads `code` and `message` at the top,
 * so these stay.
 */
export function explainRefusal(status: number, text: string, requestId: string) {
  const theirs = fieldsOf(text)
  const ours = theirs.code ? known[theirs.code] : undefined
  const code = ours?.code ?? codeOfStatus(status)
  const message = ours?.message ?? theirs.message ?? 'The request was refused.'
  const body: ErrorBody & { code?: string; message: string } = {
    ...errorBody(code, message, requestId),
    ...(theirs.code !== undefined && { code: theirs.code }),
    message,
  }
  return { status: errorStatus[code], body }
}

function fieldsOf(text: string): { code?: string; message?: string } {
  if (!text.startsWith('{')) return {}
  const { code, message }: { code?: unknown; message?: unknown } = JSON.parse(text)
  return { ...(typeof code === 'string' && { code }), ...(typeof message === 'string' && { message }) }
}
