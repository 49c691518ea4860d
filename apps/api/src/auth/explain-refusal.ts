import { knowsReason } from '@cloudpa/contracts/english'
import { errorReasons, errorStatus, type ErrorBody } from '@cloudpa/contracts/errors'
import { z } from 'zod'
import { problem, type Problem } from '../platform/app-error.js'
import { codeOfStatus, errorBody } from '../platform/error-body.js'

/** What better-auth's own refusals are here. */
const known: Record<string, Problem> = {
  INVALID_EMAIL_OR_PASSWORD: problem('wrong_password'),
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: problem('account_exists'),
  FAILED_TO_CREATE_USER: problem('account_not_made'),
  PASSWORD_TOO_SHORT: problem('password_too_short', { minimum: 8 }),
  PASSWORD_TOO_LONG: problem('password_too_long', { maximum: 128 }),
  INVALID_TOKEN: problem('link_spent'),
  INVALID_EMAIL: problem('not_an_email'),
}

const Refusal = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().catch('The request was refused.'),
  /** Only our own hooks send these. */
  params: z.looseObject({ reason: z.string() }).optional().catch(undefined),
})
type Refusal = z.infer<typeof Refusal>

/**
 * Puts a refusal that better-auth answers with into the API's words and error shape. Its own client reads `code` and
 * `message` at the top, so these stay.
 */
export function explainRefusal(status: number, text: string, requestId: string) {
  const theirs = Refusal.parse(text.startsWith('{') ? JSON.parse(text) : {})
  const ours = problemIn(theirs) ?? {
    ...problem('other', { says: theirs.message }),
    code: codeOfStatus(status),
  }
  const body: ErrorBody & { code?: string; message: string } = {
    ...errorBody(ours, requestId),
    ...(theirs.code !== undefined && { code: theirs.code }),
    message: ours.message,
  }
  return { status: errorStatus[ours.code], body }
}

function problemIn({ code, message, params }: Refusal): Problem | undefined {
  if (params && knowsReason(params.reason)) return { code: errorReasons[params.reason].code, message, params }
  return code === undefined ? undefined : known[code]
}
