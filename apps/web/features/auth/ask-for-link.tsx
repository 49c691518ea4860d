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
import { useAuthFaults } from './auth-errors'
import { EmailField } from './email-field'

interface Props {
  /** Given by an invitation, which is for this address only. */
  email: string | undefined
  invitation: string | undefined
}

/** The first step of a sign-up where mail is set up: the link in it shows that the address is the newcomer's. */
export function AskForLink({ email: given, invitation }: Props) {
  const t = useTranslations('auth')
  const checks = useAccountChecks()
  const explain = useAuthFaults(['email'])
  const [sentTo, setSentTo] = useState<string>()
  const form = useSubmit({
    names: ['email'],
    check: (values) => ({ email: checks.email(values.email) }),
    submit: async (values) => {
      const email = values.email.trim()
      await request('POST', '/api/auth/sign-up/email', { email, invitation })
      setSentTo(email)
    },
    explain,
  })
  // The same words whether or not the address has an account: only its mail says.
  if (sentTo) return <CheckYourMail email={sentTo} />
  return (
    <form ref={handOverFocus} method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      <FormError>{form.faults.form}</FormError>
      <EmailField
        defaultValue={given}
        readOnly={given !== undefined}
        hint={t('linkHint')}
        error={form.faults.email}
      />
      <Button type="submit" look="primary" big busy={form.busy} data-testid="send-link">
        {form.busy ? t('sending') : t('sendLink')}
      </Button>
    </form>
  )
}

/** What there is to do once the link is on its way. */
export function CheckYourMail({ email }: { email: string }) {
  const t = useTranslations('auth')
  return (
    <div role="status" className="grid gap-2" data-testid="check-your-mail">
      <p className="text-title font-semibold">{t('checkMailTitle')}</p>
      <p className="text-ink-2">{t.rich('checkMail', { email, ...strong })}</p>
    </div>
  )
}
