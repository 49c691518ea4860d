'use client'
import { useTranslations } from 'next-intl'
import { ApiError } from '../../client/api-error'
import type { Faults } from '../../components/ui/use-submit'
import { useErrorSentence } from '../words/use-error-sentence'

type AuthField = 'name' | 'email' | 'password'

// better-auth speaks in codes; its own English is written for developers.
const known = {
  INVALID_EMAIL_OR_PASSWORD: ['password', 'wrongPassword'],
  INVALID_EMAIL: ['email', 'notAnEmail'],
  USER_ALREADY_EXISTS: ['email', 'accountExists'],
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: ['email', 'accountExists'],
  PASSWORD_TOO_SHORT: ['password', 'passwordTooShort'],
  PASSWORD_TOO_LONG: ['password', 'passwordTooLong'],
  INVALID_TOKEN: ['form', 'linkSpent'],
} as const satisfies Record<string, readonly [AuthField | 'form', string]>

/** Returns how to say a refusal: under which of these fields, or above the form, and with what words. */
export function useAuthFaults<Name extends AuthField>(fields: readonly Name[]) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('auth')
  return (error: unknown): Faults<Name> => {
    const code = error instanceof ApiError ? error.code : ''
    const found = code in known ? known[code as keyof typeof known] : undefined
    if (!found) return { form: sentenceOf(error) } as Faults<Name>
    const [field, words] = found
    const place = fields.some((name) => name === field) ? field : 'form'
    return { [place]: t(words) } as Faults<Name>
  }
}
