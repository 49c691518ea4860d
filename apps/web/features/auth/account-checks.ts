'use client'
import { useTranslations } from 'next-intl'

const shortestPassword = 8
const longestPassword = 128

/** Returns what is wrong with what somebody typed, as far as can be said without the server; undefined where nothing is. */
export function useAccountChecks() {
  const t = useTranslations('auth')
  return {
    email: (email: string) => {
      if (!email.trim()) return t('emailMissing')
      return /^\S+@\S+\.\S+$/.test(email.trim()) ? undefined : t('notAnEmail')
    },
    password: (password: string) => (password ? undefined : t('passwordMissing')),
    newPassword: (password: string) => {
      if (!password) return t('passwordMissing')
      if (password.length < shortestPassword) return t('passwordTooShort')
      return password.length > longestPassword ? t('passwordTooLong') : undefined
    },
    name: (name: string) => (name.trim() ? undefined : t('nameMissing')),
    business: (name: string) => (name.trim() ? undefined : t('businessMissing')),
  }
}
