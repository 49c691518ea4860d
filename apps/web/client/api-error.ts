/** The reason of a refusal (contracts/errors) with what its sentence has to be told, as the server sent them. */
export type Reason = { reason: string } & Record<string, unknown>

interface Options extends ErrorOptions {
  params?: Reason | undefined
}

/** A request that failed. What to tell a person about it says `useErrorSentence` of features/words. */
export class ApiError extends Error {
  /** Which rule said no; undefined where the answer named none. */
  readonly params: Reason | undefined

  constructor(
    readonly code: string,
    /** The server's own sentence, in English; empty where it had none. */
    message: string,
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    { params, ...options }: Options = {},
  ) {
    super(message, options)
    this.params = params
  }
}
