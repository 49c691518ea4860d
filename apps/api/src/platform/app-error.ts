import { sayError } from '@cloudpa/contracts/english'
import {
  errorReasons,
  type ErrorBody,
  type ErrorCode,
  type ErrorReason,
  type ReasonParams,
} from '@cloudpa/contracts/errors'

/** What has to be told with a reason: nothing with most. */
type Told<R extends ErrorReason> =
  Record<string, never> extends ReasonParams<R>
    ? [params?: undefined, options?: ErrorOptions]
    : [params: ReasonParams<R>, options?: ErrorOptions]

/** What is wrong: a code, a sentence, and what that sentence can be made of in any language. */
export interface Problem {
  code: ErrorCode
  message: string
  params: NonNullable<ErrorBody['error']['params']>
}

export function problem<R extends ErrorReason>(reason: R, ...[params]: Told<R>): Problem {
  const told = (params ?? {}) as ReasonParams<R>
  return { code: errorReasons[reason].code, message: sayError(reason, told), params: { reason, ...told } }
}

/** A failure that the caller should hear about, for one of the reasons in contracts/errors. */
export class AppError<R extends ErrorReason = ErrorReason> extends Error implements Problem {
  readonly code: ErrorCode
  readonly params: Problem['params']

  constructor(reason: R, ...told: Told<R>) {
    const { code, message, params } = problem(reason, ...told)
    super(message, told[1])
    this.code = code
    this.params = params
  }
}

/** One answer for "does not exist" and "belongs to another org", so that ids of others can't be probed. */
export function notFound(): AppError {
  return new AppError('nothing_here')
}
