import type { ErrorCode } from '@cloudpa/contracts/errors'

/** A failure that the caller should hear about: a code from contracts/errors and a sentence saying what to do. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** One answer for "does not exist" and "belongs to another org", so that ids of others can't be probed. */
export function notFound(): AppError {
  return new AppError('not_found', 'There is nothing at this address.')
}
