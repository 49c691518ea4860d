'use client'
import { useForm } from 'react-hook-form'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Field, FormError } from '../../components/ui/field'
import { readAuthError } from './auth-errors'
import { EmailField } from './email-field'

interface Props {
  /** Given by an invitation, which is for this address only. */
  email?: string
  submit?: string
  onDone: () => void | Promise<void>
}

export function SignInForm({ email, submit = 'Sign in', onDone }: Props) {
  const form = useForm({ defaultValues: { email: email ?? '', password: '' } })
  const { errors, isSubmitting } = form.formState
  const onSubmit = form.handleSubmit(async (values) => {
    try {
      await request('POST', '/api/auth/sign-in/email', {
        email: values.email.trim(),
        password: values.password,
      })
      await onDone()
    } catch (error) {
      const { field, sentence } = readAuthError(error)
      form.setError(field === 'name' ? 'root' : field, { message: sentence })
    }
  })
  return (
    // Until the script runs the browser itself would submit, and a GET would put the password in the address.
    <form method="post" onSubmit={onSubmit} className="grid gap-4" noValidate>
      <FormError>{errors.root?.message}</FormError>
      <EmailField
        readOnly={email !== undefined}
        // The one thing this page is for; what is given already leads on to the password.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={email === undefined}
        data-testid="sign-in-email"
        error={errors.email?.message}
        {...form.register('email', { required: 'Enter your e-mail.' })}
      />
      <Field
        label="Password"
        type="password"
        autoComplete="current-password"
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={email !== undefined}
        data-testid="sign-in-password"
        error={errors.password?.message}
        {...form.register('password', { required: 'Enter your password.' })}
      />
      <Button
        type="submit"
        look="primary"
        disabled={isSubmitting}
        data-testid="sign-in-submit"
        className="md:min-h-10"
      >
        {isSubmitting ? 'Signing in…' : submit}
      </Button>
    </form>
  )
}
