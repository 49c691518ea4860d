'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { FormError } from '../../components/ui/field'
import { PasswordField } from '../../components/ui/password-field'
import { useSubmit } from '../../components/ui/use-submit'
import { useAccountChecks } from './account-checks'
import { useAuthFaults } from './auth-errors'
import { EmailField } from './email-field'

interface Props {
  /** Given by an invitation, which is for this address only. */
  email?: string
  submit?: string
  /** Stands beside the password: what to do without one. */
  forgot?: ReactNode
  onDone: () => void | Promise<void>
}

export function SignInForm({ email, submit, forgot, onDone }: Props) {
  const t = useTranslations('auth')
  const checks = useAccountChecks()
  const explain = useAuthFaults(['email', 'password'])
  const form = useSubmit({
    names: ['email', 'password'],
    check: (values) => ({ email: checks.email(values.email), password: checks.password(values.password) }),
    submit: async (values) => {
      const credentials = { email: values.email.trim(), password: values.password }
      await request('POST', '/api/auth/sign-in/email', credentials)
      await onDone()
    },
    explain,
  })
  return (
    // Until the script runs the browser itself would submit, and a GET would put the password in the address.
    <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      <FormError>{form.faults.form}</FormError>
      <EmailField
        defaultValue={email}
        readOnly={email !== undefined}
        // The one thing this page is for; what is given already leads on to the password.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={email === undefined}
        data-testid="sign-in-email"
        error={form.faults.email}
      />
      <PasswordField
        label={t('password')}
        aside={forgot}
        name="password"
        autoComplete="current-password"
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={email !== undefined}
        data-testid="sign-in-password"
        error={form.faults.password}
      />
      <Button type="submit" look="primary" big busy={form.busy} data-testid="sign-in-submit">
        {form.busy ? t('signingIn') : (submit ?? t('signIn'))}
      </Button>
    </form>
  )
}
