import { z } from 'zod'

/** Every way a request can fail, with the HTTP status it is answered with. */
export const errorStatus = {
  invalid_request: 400,
  invalid_signature: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  already_claimed: 409,
  window_closed: 409,
  account_inactive: 409,
  payload_too_large: 413,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof errorStatus

export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string(),
      /** A sentence for a person, saying what to do. */
      message: z.string(),
      requestId: z.string(),
    }),
  })
  .meta({ id: 'Error' })
export type ErrorBody = z.infer<typeof ErrorBody>
