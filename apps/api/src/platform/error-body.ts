import { errorStatus, type ErrorBody, type ErrorCode } from '@cloudpa/contracts/errors'
import type { Problem } from './app-error.js'

/** What every failed request is answered with, wherever it failed. */
export function errorBody({ code, message, params }: Problem, requestId: unknown): ErrorBody {
  return { error: { code, message, params, requestId: String(requestId) } }
}

/** The code of an HTTP status that others chose; each has one, if only a general one. */
export function codeOfStatus(status: number): ErrorCode {
  const codes = Object.keys(errorStatus) as ErrorCode[]
  return codes.find((code) => errorStatus[code] === status) ?? (status < 500 ? 'invalid_request' : 'internal')
}
