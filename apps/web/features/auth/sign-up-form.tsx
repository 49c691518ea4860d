'use client'
import { useForm } from 'react-hook-form'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Field, FormError } from '../../components/ui/field'
import { readAuthError } from './auth-errors'

interface Props {
  email?: string
  submit?: string
  /** The token of an invitation: joins its org, instead of one made for the newcomer. */
  invitation?: string
  onDone: () => void | Promise<void>
}

export function SignUpForm({ email, submit = 'Create account', invitation, onDone }: Props) {
  const form = useForm({ defaultValues: { name: '', email: email ?? '', password: '' } })
  const { errors, isSubmitting } = form.formState
  const onSubmit = form.handleSubmit(async ({ name, email, password }) => {
    try {
      const person = { name: name.trim(), email: email.trim(), password }
      await request('POST', '/api/auth/sign-up/email', { ...person, invitation })
      await onDone()
    } catch (error) {
      const { field, sentence } = readAuthError(error)
      form.setError(field, { message: sentence })
    }
  })
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4" noValidate>
      <FormError>{errors.root?.message}</FormError>
      <Field
        label="Your name"
        autoComplete="name"
        data-testid="sign-up-name"
        error={errors.name?.message}
        {...form.register('name', { required: 'Enter your name.' })}
      />
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        readOnly={email !== undefined}
        data-testid="sign-up-email"
        error={errors.email?.message}
        {...form.register('email', {
          required: 'Enter your e-mail.',
          pattern: { value: /^\S+@\S+\.\S+$/, message: 'That is not an e-mail address.' },
        })}
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

export const newPasswordRules = {
  required: 'Choose a password.',
  minLength: { value: 8, message: 'Use at least 8 characters.' },
  maxLength: { value: 128, message: 'That is longer than a password can be (128 characters).' },
}
