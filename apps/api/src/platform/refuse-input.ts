import type { StandardSchemaValidationPipeOptions } from '@nestjs/common'
import { AppError } from './app-error.js'

type Issues = Parameters<NonNullable<StandardSchemaValidationPipeOptions['exceptionFactory']>>[0]

/** Says what is wrong with each field, in the words of the schema. */
export function refuseInput(issues: Issues): AppError {
  const sentences = issues.map(({ path, message }) => {
    const field = (path ?? [])
      .map((part) => (typeof part === 'object' ? String(part.key) : String(part)))
      .join('.')
    return field ? `${field}: ${message}` : message
  })
  return new AppError('invalid_request', sentences.join('; '))
}
