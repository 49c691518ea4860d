import type { z } from 'zod'

/** A refusal of the control API, with a sentence that says what to do. */
export class ControlError extends Error {
  readonly status: number
  readonly details: unknown

  constructor(status: number, message: string, details?: unknown) {
    super(message)
    this.name = 'ControlError'
    this.status = status
    this.details = details
  }
}

/** Checks a request's body or query; the answer names every field that is wrong. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value ?? {})
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`)
  throw new ControlError(400, faults.join('; '), faults)
}
