'use client'
import { useForm } from 'react-hook-form'
import { sentenceOf } from '../../client/api-error'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Field, FormError } from '../../components/ui/field'
import { AuthCard } from './auth-card'
import { readAuthError } from './auth-errors'
import { OperatorCommand } from './operator-command'
import { TextLink } from './text-link'
import { useConfig } from '../../client/use-config'

/** Sends a reset link by mail; where no mail is set up, says who can make one. */
export function ForgotPasswordScreen() {
  const config = useConfig()
  return (
    <AuthCard title="Forgot your password?">
      {config.isPending ? <div className="h-40" aria-busy="true" /> : null}
      {config.isError ? <FormError>{sentenceOf(config.error)}</FormError> : null}
      {config.data?.mail === true ? <RequestForm /> : null}
      {config.data?.mail === false ? <AskOperator /> : null}
      <p className="mt-5 text-ink-2">
        <TextLink href="/sign-in">Back to sign in</TextLink>
      </p>
    </AuthCard>
  )
}

function AskOperator() {
  return (
    <OperatorCommand command="reset-link EMAIL">
      This Cloud PA does not send mail. Ask the person who runs it for a reset link; they make one with
    </OperatorCommand>
  )
}

function RequestForm() {
  const form = useForm({ defaultValues: { email: '' } })
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState
  const onSubmit = form.handleSubmit(async ({ email }) => {
    try {
      await request('POST', '/api/auth/request-password-reset', {
        email: email.trim(),
        redirectTo: `${window.location.origin}/reset-password`,
      })
    } catch (error) {
      const { field, sentence } = readAuthError(error)
      form.setError(field === 'email' ? 'email' : 'root', { message: sentence })
    }
  })
  // The same words whether or not the address has an account: nobody learns who is a customer here.
  if (isSubmitSuccessful && !errors.root && !errors.email) {
    return (
      <p role="status" className="text-ink-2">
        If {form.getValues('email').trim()} has an account here, a link to choose a new password is on its
        way.
      </p>
    )
  }
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4" noValidate>
      <FormError>{errors.root?.message}</FormError>
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        inputMode="email"
        error={errors.email?.message}
        {...form.register('email', { required: 'Enter your e-mail.' })}
      />
      <Button type="submit" look="primary" disabled={isSubmitting} className="md:min-h-10">
        {isSubmitting ? 'Sending…' : 'Send reset link'}
      </Button>
    </form>
  )
}
