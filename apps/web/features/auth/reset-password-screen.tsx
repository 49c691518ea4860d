'use client'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { FormError } from '../../components/ui/field'
import { handOverFocus } from '../../components/ui/focus-again'
import { PasswordField } from '../../components/ui/password-field'
import { useSubmit } from '../../components/ui/use-submit'
import { useAccountChecks } from './account-checks'
import { AuthCard } from './auth-card'
import { useAuthFaults } from './auth-errors'
import { TextLink } from './text-link'

export function ResetPasswordScreen() {
  const t = useTranslations('auth')
  const token = useSearchParams().get('token')
  const [refused, setRefused] = useState(false)
  if (!token || refused) {
    return (
      <AuthCard title={t('linkTitle')} lead={t('linkSpent')}>
        <TextLink href="/forgot-password">{t('getNewLink')}</TextLink>
      </AuthCard>
    )
  }
  return (
    <AuthCard title={t('newPasswordTitle')}>
      <ResetForm token={token} onRefused={() => setRefused(true)} />
    </AuthCard>
  )
}

function ResetForm({ token, onRefused }: { token: string; onRefused: () => void }) {
  const t = useTranslations('auth')
  const checks = useAccountChecks()
  const explain = useAuthFaults(['password'])
  const [done, setDone] = useState(false)
  const form = useSubmit({
    names: ['password'],
    check: (values) => ({ password: checks.newPassword(values.password) }),
    submit: async ({ password }) => {
      try {
        await request('POST', '/api/auth/reset-password', { newPassword: password, token })
        setDone(true)
      } catch (error) {
        // No password will do with this link, so the form gives way to what helps.
        if (error instanceof ApiError && error.code === 'INVALID_TOKEN') onRefused()
        throw error
      }
    },
    explain,
  })
  if (done) {
    return (
      <div role="status" className="grid justify-items-start gap-4">
        <p className="text-ink-2">{t('passwordSet')}</p>
        <TextLink href="/sign-in">{t('signIn')}</TextLink>
      </div>
    )
  }
  return (
    <form ref={handOverFocus} method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      <FormError>{form.faults.form}</FormError>
      <PasswordField
        label={t('newPassword')}
        name="password"
        autoComplete="new-password"
        hint={t('passwordHint')}
        error={form.faults.password}
      />
      <Button type="submit" look="primary" big busy={form.busy}>
        {form.busy ? t('saving') : t('savePassword')}
      </Button>
    </form>
  )
}
