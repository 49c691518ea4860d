'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { FormError } from '../../components/ui/field'
import { handOverFocus } from '../../components/ui/focus-again'
import { useSubmit } from '../../components/ui/use-submit'
import { strong } from '../words/isolated'
import { useAccountChecks } from './account-checks'
import { AuthCard } from './auth-card'
import { useConfig } from './use-config'
import { NotReached } from './not-reached'
import { useAuthFaults } from './auth-errors'
import { EmailField } from './email-field'
import { OperatorCommand } from './operator-command'
import { TextLink } from './text-link'

/** Sends a reset link by mail; where no mail is set up, says who can make one. */
export function ForgotPasswordScreen() {
  const t = useTranslations('auth')
  const { config, failed } = useConfig()
  const [sentTo, setSentTo] = useState<string>()
  // The same words whether or not the address has an account: nobody learns who is a customer here.
  if (sentTo) {
    return (
      <AuthCard title={t('checkMailTitle')}>
        <p role="status" className="text-ink-2">
          {t.rich('resetSent', { email: sentTo, ...strong })}
        </p>
        <div className="mt-5 flex flex-wrap items-center gap-x-5">
          <TextLink href="/sign-in">{t('backToSignIn')}</TextLink>
          <Button look="ghost" className="-ms-3" onClick={() => setSentTo(undefined)}>
            {t('otherAddress')}
          </Button>
        </div>
      </AuthCard>
    )
  }
  return (
    <AuthCard title={t('forgotTitle')}>
      {failed ? <NotReached /> : null}
      {config || failed ? null : <div className="h-40" aria-busy="true" />}
      {config?.mail === true ? <RequestForm onSent={setSentTo} /> : null}
      {config?.mail === false ? (
        <OperatorCommand command="reset-link EMAIL">{t('noMail')}</OperatorCommand>
      ) : null}
      <p className="mt-5">
        <TextLink href="/sign-in">{t('backToSignIn')}</TextLink>
      </p>
    </AuthCard>
  )
}

function RequestForm({ onSent }: { onSent: (email: string) => void }) {
  const t = useTranslations('auth')
  const checks = useAccountChecks()
  const explain = useAuthFaults(['email'])
  const form = useSubmit({
    names: ['email'],
    check: (values) => ({ email: checks.email(values.email) }),
    submit: async (values) => {
      const email = values.email.trim()
      const redirectTo = `${window.location.origin}/reset-password`
      await request('POST', '/api/auth/request-password-reset', { email, redirectTo })
      onSent(email)
    },
    explain,
  })
  return (
    <form ref={handOverFocus} method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      <FormError>{form.faults.form}</FormError>
      <EmailField error={form.faults.email} />
      <Button type="submit" look="primary" big busy={form.busy}>
        {form.busy ? t('sending') : t('sendResetLink')}
      </Button>
    </form>
  )
}
