import type { InputIssue } from '@cloudpa/contracts/errors'
import type { StandardSchemaValidationPipeOptions } from '@nestjs/common'
import type { z } from 'zod'
import { AppError } from './app-error.js'

type Issues = Parameters<NonNullable<StandardSchemaValidationPipeOptions['exceptionFactory']>>[0]

/** Says what is wrong with each field, in the words of the schema. All schemas are zod's, whose issues tell more. */
export function refuseInput(issues: Issues): AppError {
  return new AppError('input', { issues: (issues as z.core.$ZodIssue[]).map(presentIssue) })
}

function presentIssue(issue: z.core.$ZodIssue): InputIssue {
  const { path, code, message } = issue
  return {
    path: path.map(String).join('.'),
    code,
    message,
    ...('minimum' in issue && typeof issue.minimum === 'number' && { minimum: issue.minimum }),
    ...('maximum' in issue && typeof issue.maximum === 'number' && { maximum: issue.maximum }),
  }
}
