import { errorStatus, type ErrorBody, type ErrorCode } from '@cloudpa/contracts/errors'

/** What every failed request is answered with, wherever it failed. */
export function errorBody(code: ErrorCode, message: string, requestId: unknown): ErrorBody {
  return { error: { code, message, requestId: String(requestId) } }
}

/** The code of an HTTP status that others chose; each has one, if only a general one. */
export function codeOfStatus(status: number): ErrorCode {
  const codes = Object.keys(errorStatus) as ErrorCode[]
  return codes.find((code) => errorStatus[code] === status) ?? (status < 500 ? 'invalid_request' : 'internal')
}
