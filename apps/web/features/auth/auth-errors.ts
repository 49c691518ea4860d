import { sentenceOf, ApiError } from '../../client/api-error'

type AuthField = 'name' | 'email' | 'password'

interface Known {
  field: AuthField | 'root'
  sentence: string
}

// better-auth speaks in codes; its own English is written for developers.
const known: Record<string, Known> = {
  INVALID_EMAIL_OR_PASSWORD: {
    field: 'password',
    sentence: 'That e-mail and password do not belong together.',
  },
  INVALID_EMAIL: { field: 'email', sentence: 'That is not an e-mail address.' },
  USER_ALREADY_EXISTS: {
    field: 'email',
    sentence: 'There is an account with this e-mail already. Sign in instead.',
  },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    field: 'email',
    sentence: 'There is an account with this e-mail already. Sign in instead.',
  },
  PASSWORD_TOO_SHORT: { field: 'password', sentence: 'Use at least 8 characters.' },
  PASSWORD_TOO_LONG: {
    field: 'password',
    sentence: 'That is longer than a password can be (128 characters).',
  },
  INVALID_TOKEN: {
    field: 'root',
    sentence: 'This link was used before or is too old. Ask for a new one.',
  },
}

/** Which field a refused form should point at, and with what words. */
export function readAuthError(error: unknown): Known {
  const found = error instanceof ApiError ? known[error.code] : undefined
  return found ?? { field: 'root', sentence: sentenceOf(error) }
}
