/** A request that failed, with a sentence for a person. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiError
    ? error.message
    : 'Something went wrong here. Reload the page and try again.'
}
