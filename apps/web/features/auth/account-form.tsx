'use client'
import { useForm } from 'react-hook-form'
import { Button } from '../../components/ui/button'
import { Field, FormError } from '../../components/ui/field'
import { readAuthError } from './auth-errors'
import { EmailField, emailRules } from './email-field'
import { newPasswordRules } from './new-password-rules'

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
  /** Whether to ask for the inbox's name too; otherwise `orgName` stays empty. */
  asksInbox?: boolean
  onSubmit: (account: NewAccount) => Promise<void>
}

/** What makes an account: who it is for, and a password. */
export function AccountForm({ email, submit, asksInbox = false, onSubmit }: Props) {
  const form = useForm<NewAccount>({
    defaultValues: { name: '', email: email ?? '', password: '', orgName: '' },
  })
  const { errors, isSubmitting } = form.formState
  const send = form.handleSubmit(async (account) => {
    try {
      await onSubmit({ ...account, name: account.name.trim(), email: account.email.trim() })
    } catch (error) {
      const { field, sentence } = readAuthError(error)
      form.setError(field, { message: sentence })
    }
  })
  return (
    <form method="post" onSubmit={send} className="grid gap-4" noValidate>
      <FormError>{errors.root?.message}</FormError>
      <Field
        label="Your name"
        autoComplete="name"
        data-testid="sign-up-name"
        error={errors.name?.message}
        {...form.register('name', { required: 'Enter your name.' })}
      />
      <EmailField
        readOnly={email !== undefined}
        error={errors.email?.message}
        {...form.register('email', emailRules)}
      />
      <Field
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 8 characters."
        data-testid="sign-up-password"
        error={errors.password?.message}
        {...form.register('password', newPasswordRules)}
      />
      {asksInbox ? (
        <Field
          label="Name of your inbox"
          placeholder="Studio Marisol"
          hint="Your business, as your customers know it."
          maxLength={80}
          autoComplete="organization"
          data-testid="set-up-inbox"
          error={errors.orgName?.message}
          {...form.register('orgName', {
            validate: (name) => name.trim() !== '' || 'Give your inbox a name.',
          })}
        />
      ) : null}
      <Button
        type="submit"
        look="primary"
        disabled={isSubmitting}
        data-testid="sign-up-submit"
        className="md:min-h-10"
      >
        {isSubmitting ? 'Creating your account…' : submit}
      </Button>
    </form>
  )
}
