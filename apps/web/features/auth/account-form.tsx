'use client'
import { useTranslations } from 'next-intl'
import { Button } from '../../components/ui/button'
import { Field, FormError } from '../../components/ui/field'
import { handOverFocus } from '../../components/ui/focus-again'
import { PasswordField } from '../../components/ui/password-field'
import { useSubmit } from '../../components/ui/use-submit'
import { useAccountChecks } from './account-checks'
import { useAuthFaults } from './auth-errors'
import { EmailField } from './email-field'

export interface NewAccount {
  name: string
  email: string
  password: string
  orgName: string
}

interface Props {
  /** Given by an invitation or a link in a mail, which is for this address only. */
  email?: string | undefined
  submit: string
  /** Whether to ask for the business's name too; otherwise `orgName` stays empty. */
  asksBusiness?: boolean
  onSubmit: (account: NewAccount) => Promise<void>
}

const names = ['name', 'email', 'password', 'orgName'] as const

/** What makes an account: who it is for, and a password. */
export function AccountForm({ email, submit, asksBusiness = false, onSubmit }: Props) {
  const t = useTranslations('auth')
  const checks = useAccountChecks()
  const explain = useAuthFaults(['name', 'email', 'password'])
  const form = useSubmit({
    names,
    check: (values) => ({
      name: checks.name(values.name),
      email: checks.email(values.email),
      password: checks.newPassword(values.password),
      orgName: asksBusiness ? checks.business(values.orgName) : undefined,
    }),
    submit: (values) => onSubmit({ ...values, name: values.name.trim(), email: values.email.trim() }),
    explain,
  })
  return (
    <form ref={handOverFocus} method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      <FormError>{form.faults.form}</FormError>
      <Field
        label={t('yourName')}
        name="name"
        autoComplete="name"
        data-testid="sign-up-name"
        error={form.faults.name}
      />
      <EmailField defaultValue={email} readOnly={email !== undefined} error={form.faults.email} />
      <PasswordField
        label={t('password')}
        name="password"
        autoComplete="new-password"
        hint={t('passwordHint')}
        data-testid="sign-up-password"
        error={form.faults.password}
      />
      {asksBusiness ? (
        <Field
          label={t('business')}
          name="orgName"
          hint={t('businessHint')}
          maxLength={80}
          autoComplete="organization"
          data-testid="set-up-inbox"
          error={form.faults.orgName}
        />
      ) : null}
      <Button type="submit" look="primary" big busy={form.busy} data-testid="sign-up-submit">
        {form.busy ? t('creatingAccount') : submit}
      </Button>
    </form>
  )
}
